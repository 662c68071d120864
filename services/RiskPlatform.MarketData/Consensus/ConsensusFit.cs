using MathNet.Numerics.LinearAlgebra;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Consensus;

/// <summary>
/// Makes one set of rates of many sources' quotes: outliers cut by their distance to the median (Hampel), a weighted
/// median a pair, least squares in logarithms over the pairs. See docs/methods/fx-consensus.md.
/// </summary>
internal static class ConsensusFit
{
    // Hampel's three scaled median deviations. Sources that read the market at other hours of a day differ by up to
    // 0.83 % (data/README.md), so nothing within one percent is an outlier.
    private const double Deviations = 3.0 * 1.4826;
    private const double Tolerance = 0.01;
    private const int VotesNeeded = 3;

    private static readonly Currency Dollar = Currency.Of("USD");
    private static readonly Currency Euro = Currency.Of("EUR");
    private static readonly Currency[] Hubs = [Dollar, Euro];

    /// <summary>Fits the currencies that quotes connect with the dollar.</summary>
    public static ConsensusRates Fit(IEnumerable<Quote> quotes)
    {
        var views = quotes.GroupBy(quote => (quote.Source, quote.Base.Code)).OrderBy(group => group.Key)
            .Select(group => new SourceView(group.Key.Source, group)).ToList();
        HashSet<(SourceView View, Currency Currency)> heard = [], kept = [];
        List<Edge> edges = [];
        foreach (var hub in Hubs)
        {
            var currencies = views.SelectMany(view => view.Logs.Keys).Distinct().Where(c => c != hub)
                .OrderBy(c => c.Code, StringComparer.Ordinal);
            foreach (var currency in currencies)
            {
                var votes = views
                    .Where(view => view.Logs.ContainsKey(hub) && view.Logs.ContainsKey(currency))
                    .Select(view => view.VoteOn(hub, currency))
                    .ToList();
                if (votes.Count > 0)
                {
                    var edge = EdgeOf(hub, currency, WithoutOutliers(votes));
                    heard.UnionWith(votes.SelectMany(vote => vote.QuotesOn(edge)));
                    kept.UnionWith(edge.Votes.SelectMany(vote => vote.QuotesOn(edge)));
                    edges.Add(edge);
                }
            }
        }

        // A wrong quote spoils every cross it is part of, a right one only those with a wrong one.
        int rejected = heard.Except(kept).Count();
        return new ConsensusRates(Solve(edges), views.Sum(view => view.Count) - rejected, rejected);
    }

    private static Edge EdgeOf(Currency hub, Currency currency, List<Vote> votes)
    {
        double median = WeightedMedian(votes);

        // The median is what one vote says, or lies half way between two: it is as old as the older of them. Votes
        // that say just the same confirm each other.
        double below = votes.Where(vote => vote.Log <= median).Max(vote => vote.Log);
        double above = votes.Where(vote => vote.Log >= median).Min(vote => vote.Log);
        var validAt = Older(Newest(below), Newest(above));
        return new Edge(hub, currency, median, votes.Sum(vote => vote.Weight), validAt, votes);

        DateTimeOffset Newest(double log) => votes.Where(vote => vote.Log.Equals(log)).Max(vote => vote.ValidAt);
    }

    private static DateTimeOffset Older(DateTimeOffset first, DateTimeOffset second) =>
        first < second ? first : second;

    private static List<Vote> WithoutOutliers(List<Vote> votes)
    {
        if (votes.Count < VotesNeeded)
        {
            return votes; // Of two that differ nobody can say which is wrong; the dispersion shows it.
        }

        double median = WeightedMedian(votes);
        double deviation = Median([.. votes.Select(vote => Math.Abs(vote.Log - median))]);
        double limit = Math.Max(Deviations * deviation, Tolerance);
        return [.. votes.Where(vote => Math.Abs(vote.Log - median) <= limit)];
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        int half = values.Count / 2;
        return values.Count % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
    }

    private static double WeightedMedian(List<Vote> votes)
    {
        var sorted = votes.OrderBy(vote => vote.Log).ToList();
        double half = 0.5 * sorted.Sum(vote => vote.Weight);
        double below = 0.0;
        for (int i = 0; i < sorted.Count; i++)
        {
            below += sorted[i].Weight;
            if (below > half)
            {
                return sorted[i].Log;
            }

            if (below == half)
            {
                return 0.5 * (sorted[i].Log + sorted[i + 1].Log);
            }
        }

        return sorted[^1].Log;
    }

    /// <summary>
    /// Least squares of Σ w (x_c − x_h − m)² with x of the dollar at zero, over what hangs together with it.
    /// </summary>
    private static Dictionary<Currency, ConsensusValue> Solve(List<Edge> edges)
    {
        var connected = Connected(edges);
        if (connected.Count == 0)
        {
            return [];
        }

        var index = connected.Where(c => c != Dollar).OrderBy(c => c.Code, StringComparer.Ordinal)
            .Select((currency, place) => (currency, place)).ToDictionary(pair => pair.currency, pair => pair.place);
        var matrix = Matrix<double>.Build.Dense(index.Count, index.Count);
        var right = Vector<double>.Build.Dense(index.Count);
        foreach (var edge in edges.Where(edge => connected.Contains(edge.Hub) && connected.Contains(edge.Currency)))
        {
            int c = index.GetValueOrDefault(edge.Currency, -1);
            int h = index.GetValueOrDefault(edge.Hub, -1);
            Add(c, h, edge.Log, edge.Weight);
            Add(h, c, -edge.Log, edge.Weight);
        }

        var logs = matrix.Cholesky().Solve(right);
        return connected.ToDictionary(
            currency => currency,
            currency => Value(currency, edges, c => c == Dollar ? 0.0 : logs[index[c]]));

        void Add(int own, int other, double log, double weight)
        {
            if (own < 0)
            {
                return;
            }

            matrix[own, own] += weight;
            right[own] += weight * log;
            if (other >= 0)
            {
                matrix[own, other] -= weight;
            }
        }
    }

    private static HashSet<Currency> Connected(List<Edge> edges)
    {
        HashSet<Currency> found = edges.Any(edge => edge.Hub == Dollar || edge.Currency == Dollar) ? [Dollar] : [];
        bool grows = found.Count > 0;
        while (grows)
        {
            int before = found.Count;
            foreach (var edge in edges.Where(edge => found.Contains(edge.Hub) || found.Contains(edge.Currency)))
            {
                found.Add(edge.Hub);
                found.Add(edge.Currency);
            }

            grows = found.Count > before;
        }

        return found;
    }

    private static ConsensusValue Value(Currency currency, List<Edge> edges, Func<Currency, double> log)
    {
        if (currency == Dollar)
        {
            // What all others are measured in.
            return new ConsensusValue(0.0, 0.0, [], DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        }

        var links = Links(currency, edges);
        var sources = links.SelectMany(edge => edge.Votes).Select(vote => vote.View.Source).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        double meanSquare = links
            .SelectMany(edge => edge.Votes.Select(vote => vote.Log - (log(edge.Currency) - log(edge.Hub))))
            .Average(residual => residual * residual);
        return new ConsensusValue(
            log(currency),
            Math.Round(1e4 * Math.Sqrt(meanSquare), 6),
            sources,
            links.Min(edge => edge.ValidAt),
            links.SelectMany(edge => edge.Votes).Max(vote => vote.KnownAt));
    }

    /// <summary>The pairs through which a currency hangs on the dollar.</summary>
    private static List<Edge> Links(Currency currency, List<Edge> edges)
    {
        var own = edges.Where(edge => edge.Currency == currency).ToList();
        if (own.Any(edge => edge.Hub == Dollar))
        {
            return own;
        }

        if (currency != Euro)
        {
            return [.. own, .. Links(Euro, edges)];
        }

        // No source knows both the euro and the dollar: what ties them are the currencies that are priced in each.
        return
        [
            .. edges.GroupBy(edge => edge.Currency).Where(priced => priced.Count() == Hubs.Length)
                .SelectMany(priced => priced),
        ];
    }

    /// <summary>One source's word on one pair.</summary>
    private sealed record Vote(
        SourceView View, double Log, double Weight, DateTimeOffset ValidAt, DateTimeOffset KnownAt)
    {
        /// <summary>The quotes it is made of.</summary>
        public IEnumerable<(SourceView View, Currency Currency)> QuotesOn(Edge edge) =>
            new[] { edge.Hub, edge.Currency }.Where(currency => currency != View.Base)
                .Select(currency => (View, currency));
    }

    /// <summary>What all sources together say of one pair.</summary>
    private sealed record Edge(
        Currency Hub, Currency Currency, double Log, double Weight, DateTimeOffset ValidAt, List<Vote> Votes);

    /// <summary>One source's quotes as logarithms against its own base.</summary>
    private sealed class SourceView
    {
        private readonly Dictionary<Currency, DateTimeOffset> _times = [];
        private readonly Dictionary<Currency, DateTimeOffset> _known = [];

        public SourceView(string source, IEnumerable<Quote> quotes)
        {
            Source = source;
            foreach (var quote in quotes.OrderBy(quote => quote.ValidAt))
            {
                Base = quote.Base; // A view holds one base.
                Logs[quote.Base] = 0.0;
                _times[quote.Base] = DateTimeOffset.MaxValue; // Its price in itself is never old.
                Logs[quote.Counter] = Math.Log((double)quote.Rate);
                _times[quote.Counter] = quote.ValidAt;
                _known[quote.Counter] = quote.KnownAt;
            }
        }

        public string Source { get; }

        public Currency Base { get; }

        public Dictionary<Currency, double> Logs { get; } = [];

        /// <summary>Currencies it prices: of older days only what the newer ones lack.</summary>
        public int Count => Logs.Count - 1;

        /// <summary>
        /// Values are in dollars: a vote is as old as the older of the two quotes that price its currency in dollars,
        /// or in the hub where the source does not know the dollar.
        /// </summary>
        public Vote VoteOn(Currency hub, Currency currency) => new(
            this,
            Logs[currency] - Logs[hub],
            FeedCatalogue.WeightOf(Source),
            Older(_times[currency], _times[Measure(hub)]),
            new[] { Measure(hub), currency }.Max(quoted => _known.GetValueOrDefault(quoted)));

        private Currency Measure(Currency hub) => Logs.ContainsKey(Dollar) ? Dollar : hub;
    }
}
