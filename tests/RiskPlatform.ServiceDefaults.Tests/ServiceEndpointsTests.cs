using Microsoft.Extensions.Configuration;
using RiskPlatform.ServiceDefaults.Discovery;

namespace RiskPlatform.ServiceDefaults.Tests;

public sealed class ServiceEndpointsTests
{
    [Theory]
    [InlineData("https+http://rates/x?y=1", "https://a:1/x?y=1")]
    [InlineData("http+https://rates/x", "http://b:2/x")]
    [InlineData("http://rates/", "http://b:2/")]
    [InlineData("https+http://plain/x", "http://c:3/x")]
    [InlineData("http://_admin.rates/x", "http://d:4/x")]
    public void Resolve_KnownName_GoesToItsAddress(string logical, string expected) =>
        Assert.Equal(new Uri(expected), Endpoints().Resolve(new Uri(logical)));

    [Theory]
    [InlineData("http://elsewhere.example/x", "http://elsewhere.example/x")]
    [InlineData("https+http://elsewhere.example/x", "http://elsewhere.example/x")]
    [InlineData("http://_other.rates/x", "http://_other.rates/x")]
    public void Resolve_UnknownName_IsLeftToDns(string logical, string expected) =>
        Assert.Equal(new Uri(expected), Endpoints().Resolve(new Uri(logical)));

    [Fact]
    public void Resolve_SeveralAddresses_TakeTurns()
    {
        var endpoints = Endpoints(("Services:many:http:0", "http://r0:1"), ("Services:many:http:1", "http://r1:1"));

        var hosts = Enumerable.Range(0, 4).Select(_ => endpoints.Resolve(new Uri("http://many/")).Host);

        Assert.Equal(["r0", "r1", "r0", "r1"], hosts);
    }

    private static ServiceEndpoints Endpoints(params (string Key, string Value)[] more) => new(
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["services:rates:https:0"] = "https://a:1",
                    ["services:rates:http:0"] = "http://b:2",
                    ["services:plain:http:0"] = "http://c:3",
                    ["services:rates:admin:0"] = "http://d:4",
                }.Concat(more.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))))
            .Build());
}
