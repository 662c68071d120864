using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Microsoft.Playwright;
using RiskPlatform.System.Tests;

namespace RiskPlatform.Browser.Tests;

/// <summary>The dashboard in a real browser, on the running platform.</summary>
public sealed partial class DashboardTests(Platform platform, Chromium chromium)
    : IClassFixture<Platform>, IClassFixture<Chromium>
{
    private const float LimitMs = 30_000;

    [Fact]
    public async Task Dashboard_OnAFreshPlatform_ShowsServicesRatesAndRunsAReport()
    {
        await using var context = await ContextAsync(width: 1440, ColorScheme.Light);
        var page = await OpenAsync(context);

        await Expect(page.GetByTestId("live-indicator"), "data-state", "live");
        foreach (string service in (string[])["gateway", "market-data", "ingestion", "reporting"])
        {
            await Expect(page.Locator($"[data-testid=service-card][data-name={service}]"), "data-status", "online");
        }

        await Expect(page.Locator("[data-testid=rate-row][data-pair='USD/KES']"), "data-state", "replayed");
        Assert.True(await page.GetByTestId("rate-row").CountAsync() >= 24, "Fewer than 24 rates.");

        await page.GetByTestId("run-risk-full").ClickAsync();
        await Expect(page.GetByTestId("workflow"), "data-status", "completed");
        await Expect(page.GetByTestId("report-panel"), "data-state", "report");
        Assert.Matches(@"USD\s*[\d,]+", await page.GetByTestId("report-var").InnerTextAsync());
    }

    [Fact]
    public async Task RateRow_Opened_ShowsItsHistory()
    {
        await using var context = await ContextAsync(width: 1440, ColorScheme.Dark);
        var page = await OpenAsync(context);

        await page.Locator("[data-testid=rate-row][data-pair='USD/INR'] button").ClickAsync();

        var history = page.GetByTestId("history");
        await history.WaitForAsync(new() { Timeout = LimitMs });
        await Expect(history, "data-pair", "USD/INR");
        await Assertions.Expect(history).ToHaveAttributeAsync("data-points", Hundreds(), new() { Timeout = LimitMs });
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Dashboard_EachWidthAndScheme_FitsWithoutSidewaysScrollingOrErrors(int width, ColorScheme scheme)
    {
        await using var context = await ContextAsync(width, scheme);
        List<string> faults = [];
        context.Console += (_, message) =>
        {
            // A missing first report is a 404 that the page shows as an empty state; the browser prints it all the
            // same.
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
            {
                faults.Add(message.Text);
            }
        };
        context.WebError += (_, error) => faults.Add(error.Error);

        var page = await OpenAsync(context);
        await Expect(page.Locator("[data-testid=rate-row][data-pair='USD/KES']"), "data-state", "replayed");

        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(faults);
    }

    [GeneratedRegex("^[1-9][0-9]{2,}$")]
    private static partial Regex Hundreds();

    private static async Task Expect(ILocator locator, string attribute, string value) =>
        await Assertions.Expect(locator).ToHaveAttributeAsync(attribute, value, new() { Timeout = LimitMs });

    private Task<IBrowserContext> ContextAsync(int width, ColorScheme scheme) =>
        chromium.Browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
        });

    private async Task<IPage> OpenAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        using var address = platform.App.CreateHttpClient("dashboard");
        await page.GotoAsync(address.BaseAddress!.ToString(), new() { Timeout = LimitMs });
        return page;
    }
}
