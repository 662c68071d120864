using System.Security.Cryptography;
using System.Text.Json;
using RiskPlatform.Contracts;

namespace RiskPlatform.Simulation;

/// <summary>The hash that a lineage carries.</summary>
internal static class Lineages
{
    /// <summary>SHA-256 over inputs as JSON in the order of their declaration, 64 hex digits.</summary>
    public static string Hash<T>(T inputs) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(inputs, ContractJson.Options)));
}
