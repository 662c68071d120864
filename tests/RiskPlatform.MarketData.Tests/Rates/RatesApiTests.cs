using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Tests.Rates;

/// <summary>Valid time and knowledge time, histories and conversions over the shipped rates.</summary>
public sealed class RatesApiTests(MarketDataService service) : IClassFixture<MarketDataService>
{
    [Theory]
    [InlineData("2026-04-08")]
    [InlineData("2026-04-13")]
    [InlineData("2001-01-05")]
    public async Task AsOf_PastDate_GivesTheFixingOfThatDate(string date)
    {
        var rates = await service.ReadAsync<RatesResponse>($"/rates?base=EUR&asOf={date}");

        var expected = RealData.EcbDay(date).Where(rate => Currency.TryParse(rate.Key, out _))
            .ToDictionary(rate => rate.Key, rate => decimal.Parse(rate.Value, CultureInfo.InvariantCulture));
        Assert.All(expected, rate =>
            Assert.Equal(rate.Value, rates.Rates[Currency.Of(rate.Key)].Rate));
        Assert.All(expected.Keys, code =>
            Assert.Equal(DataState.Fresh, rates.Rates[Currency.Of(code)].State));
    }

    [Fact]
    public async Task AsOf_WithinADay_KnowsTheFixingFromItsOwnTimeOn()
    {
        var before = await service.ReadAsync<RateResponse>("/rates/EUR/CHF?asOf=2026-04-10T14:59:59Z");
        var after = await service.ReadAsync<RateResponse>("/rates/EUR/CHF?asOf=2026-04-10T15:00:00Z");

        Assert.Equal(decimal.Parse(RealData.EcbDay("2026-04-09")["CHF"], CultureInfo.InvariantCulture), before.Rate);
        Assert.Equal(decimal.Parse(RealData.EcbDay("2026-04-10")["CHF"], CultureInfo.InvariantCulture), after.Rate);
    }

    [Fact]
    public async Task AsOf_Sunday_CarriesFriday_AndSaysSo()
    {
        var sunday = await service.ReadAsync<RateResponse>("/rates/EUR/CHF?asOf=2026-04-12T12:00:00Z");

        Assert.Equal(DataState.Carried, sunday.State);
        Assert.Equal(decimal.Parse(RealData.EcbDay("2026-04-10")["CHF"], CultureInfo.InvariantCulture), sunday.Rate);
    }

    [Fact]
    public async Task Correction_CountsFromWhenItWasKnown_AndTheOldFigureCanStillBeAsked()
    {
        const string Path = "/rates/EUR/SEK?asOf=2025-06-10";
        var before = await service.ReadAsync<RateResponse>(Path);
        var known = await service.ScalarAsync<DateTime>("SELECT clock_timestamp()");
        await service.ExecuteAsync(
            """
            INSERT INTO rates (base, quote, valid_at, rate, source)
            VALUES ('EUR', 'SEK', '2025-06-10T15:00:00Z', 10.98765, 'ecb-history')
            """);

        var after = await service.ReadAsync<RateResponse>(Path);
        var asKnown = await service.ReadAsync<RateResponse>(
            $"{Path}&knownAt={Uri.EscapeDataString(known.ToString("O", CultureInfo.InvariantCulture))}");

        Assert.InRange(after.KnownAt.UtcDateTime, known, known.AddMinutes(1));
        Assert.True(before.KnownAt < known);
        Assert.Equal(before.KnownAt, asKnown.KnownAt);
        Assert.Equal(10.98765m, after.Rate);
        Assert.Equal(before.Rate, asKnown.Rate);
        Assert.NotEqual(before.Rate, after.Rate);
    }

    [Fact]
    public async Task History_OfAPair_IsEveryPublishedDay_AndCrossesAreQuotients()
    {
        var euro = await service.ReadAsync<RateHistoryResponse>(
            "/rates/EUR/JPY/history?from=2025-01-01&to=2025-12-31");
        var cross = await service.ReadAsync<RateHistoryResponse>(
            "/rates/USD/JPY/history?from=2025-01-01&to=2025-12-31");

        var days = RealData.EcbDates().Where(day => day.Year == 2025).Order().ToList();
        Assert.Equal(days, euro.Points.Select(point => point.Date));
        foreach (var point in cross.Points.Where(point => point.Source == "ecb-history"))
        {
            var day = RealData.EcbDay(point.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            double quotient = double.Parse(day["JPY"], CultureInfo.InvariantCulture)
                / double.Parse(day["USD"], CultureInfo.InvariantCulture);
            Assert.Equal(quotient, (double)point.Rate, quotient * 1e-11);
        }

        Assert.True(cross.Points.Count(point => point.Source == "ecb-history") >= days.Count);
    }

    [Fact]
    public async Task History_OfAFeedThatPublishesEveryDay_HasNoWeekends_AndTheVolatilityOfBusinessDays()
    {
        // Ten weeks of a rate that moves by one percent up or down a business day, and stands still at weekends.
        await service.ExecuteAsync(
            """
            INSERT INTO rates (base, quote, valid_at, rate, source)
            SELECT 'USD', 'XPF', day, 110 * exp(0.01 * (least(extract(isodow FROM day), 5)::int % 2)), 'open-er-api'
            FROM generate_series('2026-03-02T00:00Z'::timestamptz, '2026-05-08T00:00Z', interval '1 day') AS day
            """);

        var history = await service.ReadAsync<RateHistoryResponse>("/rates/USD/XPF/history?from=2026-03-01");
        var estimate = await service.ReadAsync<VolatilityResponse>("/volatility/USD/XPF");

        Assert.Equal(50, history.Points.Count);
        Assert.DoesNotContain(
            history.Points, point => point.Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        double[] returns = [.. history.Points.Zip(
            history.Points.Skip(1), (first, second) => Math.Log((double)(second.Rate / first.Rate)))];
        Assert.Equal(49, estimate.Observations);
        double mean = returns.Average();
        Assert.Equal(
            Math.Sqrt(252.0 * returns.Sum(r => (r - mean) * (r - mean)) / 48.0), estimate.Annualised, 1e-9);
    }

    [Fact]
    public async Task History_SourceThatIsNoFeed_FillsDaysWithoutOne_AndReplacesNone()
    {
        await service.ExecuteAsync(
            """
            INSERT INTO rates (base, quote, valid_at, rate, source) VALUES
                ('EUR', 'NOK', '2026-04-02T12:00:00Z', 2.5, 'acme'),
                ('EUR', 'NOK', '2026-04-03T12:00:00Z', 11.5, 'acme')
            """); // A Thursday with a fixing and Good Friday.

        var history = await service.ReadAsync<RateHistoryResponse>(
            "/rates/EUR/NOK/history?from=2026-04-02&to=2026-04-03");

        decimal fixing = decimal.Parse(RealData.EcbDay("2026-04-02")["NOK"], CultureInfo.InvariantCulture);
        Assert.Equal(
            [
                new RatePoint(new DateOnly(2026, 4, 2), fixing, "ecb-history"),
                new RatePoint(new DateOnly(2026, 4, 3), 11.5m, "acme"),
            ],
            history.Points);
    }

    [Theory]
    [InlineData("/rates/USD/UGX", 1000.00, 0)]
    [InlineData("/rates/USD/KES", 1000.00, 2)]
    public async Task Convert_RoundsToTheSmallestUnit_HalfToEven(string path, double amount, int decimals)
    {
        string quote = path[^3..];
        var rate = await service.ReadAsync<RateResponse>(path);
        var converted = await service.ReadAsync<ConversionResponse>(
            $"/convert?from=USD&to={quote}&amount={amount.ToString(CultureInfo.InvariantCulture)}");

        Assert.Equal(
            decimal.Round((decimal)amount * rate.Rate, decimals, MidpointRounding.ToEven), converted.To.Amount);
        Assert.Equal((rate.Rate, rate.State), (converted.Rate, converted.State));
    }

    [Theory]
    [InlineData("/rates?base=XXX", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/rates?base=usd", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/rates", HttpStatusCode.BadRequest)]
    [InlineData("/rates/USD/QQQ", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/rates/USD/KES?asOf=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/rates/USD/KES?asOf=1970-01-01", HttpStatusCode.FailedDependency)]
    [InlineData("/rates/USD/SOS?asOf=2001-01-05", HttpStatusCode.FailedDependency)]
    [InlineData("/rates/USD/KES/history?from=2026-02-01&to=2026-01-01", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/convert?from=USD&to=KES", HttpStatusCode.BadRequest)]
    [InlineData("/convert?from=USD&to=KES&amount=NaN", HttpStatusCode.BadRequest)]
    [InlineData("/convert?from=USD&to=KES&amount=1e300", HttpStatusCode.BadRequest)]
    [InlineData("/convert?from=USD&to=KES&amount=1,5", HttpStatusCode.BadRequest, "amount")]
    [InlineData("/convert?from=USD&to=KES&amount=1,234.56", HttpStatusCode.BadRequest, "amount")]
    [InlineData(
        "/convert?from=USD&to=KES&amount=79228162514264337593543950335", HttpStatusCode.UnprocessableEntity, "amount")]
    [InlineData("/rates/EUR/USD/history?to=9999-12-31", HttpStatusCode.UnprocessableEntity, "to is")]
    [InlineData("/rates/EUR/USD/history?to=0001-01-01", HttpStatusCode.UnprocessableEntity, "to is")]
    [InlineData("/volatility/USD/KES?window=1", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/volatility/USD/KES?lambda=1&method=ewma", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/volatility/USD/KES?lambda=NaN&method=ewma", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/volatility/USD/KES?method=guess", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/stream?pairs=USD-KES", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/stream?pairs=", HttpStatusCode.UnprocessableEntity)]
    public async Task Get_BadInput_HasItsDocumentedAnswer(string path, HttpStatusCode status, string field = "")
    {
        using var response = await service.GetAsync(path);

        Assert.Equal(status, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Contains(
            problem.GetProperty("errors").EnumerateArray(),
            error => error.GetString()!.Contains(field, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Volatility_MatchesThePlainFormulaOverTheHistory()
    {
        var history = await service.ReadAsync<RateHistoryResponse>(
            "/rates/EUR/JPY/history?from=1999-01-01");
        var points = history.Points;
        double[] returns =
        [
            .. points.Zip(points.Skip(1))
                .Where(pair => pair.Second.Date.DayNumber - pair.First.Date.DayNumber <= 5)
                .Select(pair => Math.Log((double)pair.Second.Rate) - Math.Log((double)pair.First.Rate))
                .TakeLast(250),
        ];
        double mean = returns.Average();
        double expected = Math.Sqrt(252.0 * returns.Sum(r => (r - mean) * (r - mean)) / 249.0);

        var estimate = await service.ReadAsync<VolatilityResponse>("/volatility/EUR/JPY");

        Assert.Equal(250, estimate.Observations);
        Assert.Equal(expected, estimate.Annualised, expected * 1e-9);
        Assert.InRange(estimate.StandardError, 0.01 * expected, 0.2 * expected);
    }
}
