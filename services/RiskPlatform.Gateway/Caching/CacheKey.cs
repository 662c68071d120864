using System.Security.Cryptography;
using System.Text;

namespace RiskPlatform.Gateway.Caching;

/// <summary>Names one cached answer.</summary>
/// <param name="Backend">The resource name.</param>
/// <param name="Hash">SHA-256 of the path and the sorted query, so that a key is short whatever is asked.</param>
internal readonly record struct CacheKey(string Backend, string Hash)
{
    /// <summary>The key of a read. The order of different parameters does not matter; of equal ones it does.</summary>
    public static CacheKey Of(string backend, string path, IQueryCollection query)
    {
        var text = new StringBuilder(path);
        foreach (var (name, values) in query.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            foreach (string? value in values)
            {
                // Names escaped too: one that holds these two signs would look like two parameters.
                text.Append('\n').Append(Uri.EscapeDataString(name))
                    .Append('=').Append(Uri.EscapeDataString(value ?? ""));
            }
        }

        return new(backend, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }
}
