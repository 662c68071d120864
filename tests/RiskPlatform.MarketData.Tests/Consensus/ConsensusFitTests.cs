using MathNet.Numerics.LinearAlgebra;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Consensus;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Tests.Consensus;

public sealed class ConsensusFitTests
{
    private static readonly DateTimeOffset Tuesday = new(2026, 9, 29, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Codes = ["EUR", "KES", "UGX", "NGN", "INR", "PHP", "JPY", "ZMW"];

    [Fact]
    public void Fit_OneSource_GivesItsRatesBack_AndEveryCross()
    {
        var quotes = RealData.EcbDay("2026-04-13")
            .Select(rate => Quote("ecb-daily", "EUR", rate.Key, decimal.Parse(rate.Value))).ToList();

        var rates = ConsensusFit.Fit(quotes);

        Assert.All(quotes, quote => Assert.Equal(quote.Rate, rates.Rate(quote.Base, quote.Counter)));
        Assert.Equal(
            ConsensusRates.Rounded(186.75 / 0.87058), rates.Rate(Currency.Of("GBP"), Currency.Of("JPY")));
        Assert.Equal((quotes.Count, 0), (rates.Accepted, rates.Rejected));
        Assert.All(rates.Currencies, currency =>
            Assert.True(rates.TryGet(currency, out var value) && value!.DispersionBp < 1e-6));
    }

    [Fact]
    public void Fit_WeightedMedian_ByHand()
    {
        // Three sources of weight 2, 1, 1: half of the weight is the first one's, so its neighbour's mean counts.
        var rates = ConsensusFit.Fit(
        [
            Quote("ecb-daily", "USD", "KES", 129.0m),
            Quote("frankfurter", "USD", "KES", 129.5m),
            Quote("currency-api", "USD", "KES", 129.9m),
        ]);

        Assert.Equal(
            ConsensusRates.Rounded(Math.Sqrt(129.0 * 129.5)), rates.Rate(Currency.Of("USD"), Currency.Of("KES")));
    }

    [Fact]
    public void Fit_OfTheEdges_IsLeastSquares_ByAnotherMethod()
    {
        // Two sources of two bases: each pair of currency and hub is one equation, solved here by QR.
        var random = new Random(4);
        var one = Codes.Select(code => Quote("ecb-daily", "USD", code, Rate(random))).ToList();
        var two = Codes.Where(code => code != "EUR").Append("USD")
            .Select(code => Quote("frankfurter", "EUR", code, Wobble(random, Cross(one, code)))).ToList();
        var rates = ConsensusFit.Fit([.. one, .. two]);

        var unknown = Codes.ToList();
        List<(double[] Row, double Log, double Weight)> equations = [];
        foreach (string hub in (string[])["USD", "EUR"])
        {
            foreach (string code in Codes.Append("USD").Where(code => code != hub))
            {
                var votes = new[] { one, two }.Select(view => (
                    Log: Log(view, code) - Log(view, hub), Weight: view == one ? 2.0 : 1.0)).ToList();
                double[] row = new double[unknown.Count];
                Set(row, code, 1.0);
                Set(row, hub, -1.0);

                // Of two votes of unlike weight the heavier is the median.
                equations.Add((row, votes[0].Log, votes.Sum(vote => vote.Weight)));
            }
        }

        var matrix = Matrix<double>.Build.DenseOfRowArrays(
            equations.Select(e => e.Row.Select(x => x * Math.Sqrt(e.Weight)).ToArray()));
        var right = Vector<double>.Build.DenseOfEnumerable(equations.Select(e => e.Log * Math.Sqrt(e.Weight)));
        var solved = matrix.QR().Solve(right);
        foreach (string code in Codes)
        {
            Assert.True(rates.TryGet(Currency.Of(code), out var value));
            Assert.Equal(solved[unknown.IndexOf(code)], value!.LogUnits, 1e-12);
        }

        void Set(double[] row, string code, double x)
        {
            if (code != "USD")
            {
                row[unknown.IndexOf(code)] = x;
            }
        }
    }

    [Fact]
    public void Fit_SourcesThatDisagree_GivesTrianglesThatClose_InAnyOrder()
    {
        var random = new Random(7);
        for (int sources = 1; sources <= 6; sources++)
        {
            var quotes = Sources(random, sources);
            var rates = ConsensusFit.Fit(quotes);
            var shuffled = ConsensusFit.Fit(quotes.OrderBy(_ => random.Next()));
            foreach (var a in rates.Currencies)
            {
                Assert.True(rates.TryGet(a, out var one) && shuffled.TryGet(a, out var other)
                    && one!.LogUnits.Equals(other!.LogUnits));
                foreach (var b in rates.Currencies)
                {
                    foreach (var c in rates.Currencies)
                    {
                        decimal around = rates.Rate(a, b)!.Value * rates.Rate(b, c)!.Value * rates.Rate(c, a)!.Value;
                        Assert.Equal(1.0, (double)around, 1e-10);
                    }
                }
            }
        }
    }

    [Fact]
    public void Fit_OneSourceFarOff_IsCut_AndMovesNothing()
    {
        var honest = Sources(new Random(10), 4);
        var clean = ConsensusFit.Fit(honest.Where(quote => quote is not { Source: "s3", Counter.Code: "KES" }));
        var spoilt = honest.Select(quote => quote is { Source: "s3", Counter.Code: "KES" }
            ? quote with { Rate = quote.Rate * 100m } // A lost decimal point.
            : quote);

        var rates = ConsensusFit.Fit(spoilt);

        Assert.Equal(1, rates.Rejected);
        var (usd, kes) = (Currency.Of("USD"), Currency.Of("KES"));
        Assert.Equal(1.0, (double)(rates.Rate(usd, kes) / clean.Rate(usd, kes))!, 1e-3);
        Assert.True(rates.TryGet(kes, out var value));
        Assert.DoesNotContain("s3", value!.Sources);
    }

    [Fact]
    public void Fit_SourceWrongOnTheDollarOnly_LosesThatQuoteAlone()
    {
        // Its crosses to the dollar are wrong too, but its shillings for a euro take part.
        string[] codes = ["USD", "KES", "UGX"];
        decimal[] right = [1.1m, 140m, 4000m];
        var quotes = ((string[])["a", "b", "c"])
            .SelectMany(source => codes.Zip(right, (code, rate) => Quote(source, "EUR", code, rate)))
            .Select(quote => quote is { Source: "c", Counter.Code: "USD" } ? quote with { Rate = 1.3m } : quote);

        var rates = ConsensusFit.Fit(quotes);

        Assert.Equal((8, 1), (rates.Accepted, rates.Rejected));
        Assert.Equal(1.1m, rates.Rate(Currency.Of("EUR"), Currency.Of("USD")));
    }

    [Fact]
    public void Fit_OfTwoThatDiffer_NoneIsCut_AndTheDispersionShowsIt()
    {
        var rates = ConsensusFit.Fit(
            [Quote("frankfurter", "USD", "KES", 100m), Quote("currency-api", "USD", "KES", 121m)]);

        Assert.Equal(0, rates.Rejected);
        Assert.Equal(110m, rates.Rate(Currency.Of("USD"), Currency.Of("KES"))!.Value, 8); // √(100 · 121)
        Assert.True(rates.TryGet(Currency.Of("KES"), out var value));
        Assert.Equal(1e4 * Math.Log(1.1), value!.DispersionBp, 1e-4);
    }

    [Fact]
    public void Fit_CurrencyNotConnectedToTheDollar_HasNoRate()
    {
        var rates = ConsensusFit.Fit(
            [Quote("frankfurter", "USD", "KES", 129m), Quote("currency-api", "GBP", "CHF", 0.92m)]);

        Assert.Null(rates.Rate(Currency.Of("GBP"), Currency.Of("CHF")));
        Assert.Equal(2, rates.Currencies.Count());
    }

    [Fact]
    public void Fit_Nothing_IsNothing() => Assert.Empty(ConsensusFit.Fit([]).Currencies);

    [Fact]
    public void Fit_OlderDaysOfASource_OnlyAddWhatTheNewerLack()
    {
        var rates = ConsensusFit.Fit(
        [
            Quote("ecb-history", "EUR", "USD", 1.1m) with { ValidAt = Tuesday.AddDays(-1) },
            Quote("ecb-history", "EUR", "USD", 1.2m),
        ]);

        Assert.Equal(1.2m, rates.Rate(Currency.Of("EUR"), Currency.Of("USD")));
        Assert.Equal(1, rates.Accepted);
    }

    private static Quote Quote(string source, string from, string to, decimal rate) =>
        new(Currency.Of(from), Currency.Of(to), rate, Tuesday, source);

    private static decimal Rate(Random random) => (decimal)Math.Exp(4.0 * random.NextDouble());

    private static decimal Wobble(Random random, double rate) =>
        (decimal)(rate * (1.0 + 1e-3 * (random.NextDouble() - 0.5)));

    private static double Cross(List<Quote> dollars, string code) =>
        Math.Exp(Log(dollars, code) - Log(dollars, "EUR"));

    private static double Log(List<Quote> view, string code) => view[0].Base.Code == code
        ? 0.0
        : Math.Log((double)view.Single(quote => quote.Counter.Code == code).Rate);

    private static List<Quote> Sources(Random random, int count)
    {
        var truth = Codes.ToDictionary(code => code, _ => (double)Rate(random));
        return
        [
            .. Enumerable.Range(0, count).SelectMany(source => Codes.Select(code =>
                Quote($"s{source}", "USD", code, Wobble(random, truth[code])))),
        ];
    }
}
