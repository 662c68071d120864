using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace RiskPlatform.Hosting.Tests.Engine;

public sealed class ReplicaTests
{
    [Fact]
    public async Task Replicas_ShareOneAddress_AndAKilledOneCostsNoRequest()
    {
        var builder = Model.New();
        var echo = builder.AddServer("echo", "/").WithHttpHealthCheck("/").WithAnnotation(new ReplicaAnnotation(3));
        await using var app = await builder.StartAsync();
        using var limit = new CancellationTokenSource(Model.Limit);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("echo", limit.Token);
        var address = new Uri(echo.GetEndpoint("http").Url);

        var seen = await AskAsync(address, 60);
        Assert.Equal(3, seen.Distinct().Count());

        int killed = int.Parse(seen[0], CultureInfo.InvariantCulture);
        using (var process = Process.GetProcessById(killed))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        var after = await AskAsync(address, 60);
        Assert.Equal(2, after.Distinct().Count());
        Assert.DoesNotContain(seen[0], after);
    }

    private static async Task<List<string>> AskAsync(Uri address, int times)
    {
        List<string> answers = [];
        for (int i = 0; i < times; i++)
        {
            using var client = new HttpClient(); // A connection each: it is connections that are shared out.
            answers.Add(await client.GetStringAsync(address));
        }

        return answers;
    }
}
