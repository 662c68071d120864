using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace RiskPlatform.Hosting.Tests.Engine;

public sealed class NamesAndPortsTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("market-data")]
    [InlineData("A1-b2")]
    public void Name_OfLettersDigitsAndSingleHyphens_IsTaken(string name) =>
        Assert.Equal(name, Model.New().AddShell(name, "true").Resource.Name);

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("a_b")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")] // 65
    public void Name_OfAnythingElse_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => Model.New().AddShell(name, "true"));

    [Fact]
    public void Name_Twice_IsRefused_WhateverItsCase()
    {
        var builder = Model.New();
        builder.AddShell("one", "true");

        Assert.Throws<DistributedApplicationException>(() => builder.AddShell("ONE", "true"));
    }

    [Fact]
    public async Task Port_FixedAndTaken_NamesThePortTheResourceAndTheProcess()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var builder = Model.New("--DcpPublisher:RandomizePorts=false");
        builder.AddShell("web", "true").WithHttpEndpoint(port: port);
        await using var app = builder.Build();

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync());

        Assert.Contains($"Port {port} of resource 'web' is taken by process {Environment.ProcessId} (", fault.Message);
    }

    [Fact]
    public async Task Port_FixedAndFree_IsTaken_UnlessPortsAreRandom()
    {
        foreach (bool isRandom in (bool[])[false, true])
        {
            int port = Model.FreePort();
            var builder = Model.New($"--DcpPublisher:RandomizePorts={isRandom}");
            var web = builder.AddShell("web", "sleep 60").WithHttpEndpoint(port: port, env: "PORT");
            await using var app = await builder.StartAsync();

            Assert.Equal(!isRandom, web.GetEndpoint("http").Port == port);
        }
    }

    [Fact]
    public async Task Environment_OfReferences_IsAspires_HyphensIncluded()
    {
        var builder = Model.New();
        var api = builder.AddProject("market-data", "nowhere/Nothing.csproj").WithHttpEndpoint();
        var secret = builder.AddPostgres("pg").AddDatabase("risk-db");
        builder.AddExecutable("reader", "env", "/") // No shell: it would drop what it cannot spell.
            .WithHttpEndpoint(env: "PORT")
            .WithReference(api)
            .WithReference(secret, "db")
            .WithEnvironment("A", "one")
            .WithEnvironment("A", "two")
            .WithEnvironment("GATEWAY", api.GetEndpoint("http"));
        await using var app = await builder.StartAsync();
        await app.UntilAsync("reader", KnownResourceStates.Finished);

        string url = api.GetEndpoint("http").Url;
        var lines = app.Lines("reader");
        Assert.Contains($"services__market-data__http__0={url}", lines);
        Assert.Contains($"MARKET_DATA_HTTP={url}", lines);
        Assert.Contains($"GATEWAY={url}", lines);
        Assert.Contains("A=two", lines);
        Assert.Contains(lines, line => line.StartsWith("ConnectionStrings__db=Host=127.0.0.1;Port="));
        Assert.Contains(lines, line => line.StartsWith("PORT="));
    }

    [Fact]
    public async Task Resource_ThatCannotStart_SaysWhy()
    {
        var builder = Model.New();
        builder.AddExecutable("ghost", "/no/such/program", "/");
        await using var app = await builder.StartAsync();

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(
            () => app.ResourceNotifications.WaitForResourceHealthyAsync("ghost"));

        Assert.Contains("'ghost'", fault.Message);
        Assert.Contains("FailedToStart", fault.Message);
        Assert.Contains("/no/such/program", fault.Message);
    }
}
