using System.Globalization;
using System.Text.Json;

namespace RiskPlatform.Portfolio.Tests.Searches;

/// <summary>A small problem with every kind of constraint, and its answer by trying everything.</summary>
internal sealed record RandomProblem(
    int[] Amounts, int[] Profits, int[] Most, bool IsMaximum, int Budget, int KesLeast, int CountMost, int Required,
    int Excluded, double[] Risk, double VolatilityMost)
{
    public const int Items = 5;

    public static RandomProblem Of(int seed)
    {
        var random = new Random(seed);
        return new RandomProblem(
            [.. Enumerable.Range(0, Items).Select(_ => random.Next(1, 10))],
            [.. Enumerable.Range(0, Items).Select(_ => random.Next(-3, 12))],
            [1, 1, random.Next(1, 5), random.Next(1, 4), random.Next(1, 3)],
            random.Next(2) == 0,
            random.Next(5, 40),
            random.Next(0, 12),
            random.Next(2, 8),
            random.Next(Items),
            random.Next(Items),
            [.. Enumerable.Range(0, Items).Select(_ => 0.5 + random.NextDouble())],
            1.0 + 4.0 * random.NextDouble());
    }

    public string Json
    {
        get
        {
            var items = Enumerable.Range(0, Items).Select(i => new
            {
                id = $"i{i}",
                values = new { amount = Amounts[i], profit = Profits[i] },
                tags = new { currency = i % 2 == 0 ? "KES" : "UGX" },
                maxUnits = Most[i],
            });
            object[] constraints =
            [
                new { kind = "sum", value = "amount", max = Budget },
                new { kind = "sum", value = "amount", min = KesLeast, where = new { currency = "KES" } },
                new { kind = "count", max = CountMost },
                new { kind = "atMostOne", items = new[] { "i0", "i1" } },
                new { kind = "require", items = new[] { $"i{Required}" } },
                new { kind = "exclude", items = new[] { $"i{Excluded}" } },
                new { kind = "maxVolatility", covariance = Covariance(), max = Math.Round((decimal)VolatilityMost, 6) },
            ];
            string goal = IsMaximum ? "maximise" : "minimise";
            string body = JsonSerializer.Serialize(new { items, constraints });
            return body.Insert(1, string.Create(CultureInfo.InvariantCulture, $"\"{goal}\": \"profit\", "));
        }
    }

    public long Objective(int[] units) => units.Select((count, i) => (long)count * Profits[i]).Sum();

    public bool Holds(int[] units)
    {
        double variance = 0.0;
        double[][] covariance = Covariance();
        for (int i = 0; i < Items; i++)
        {
            for (int j = 0; j < Items; j++)
            {
                variance += units[i] * covariance[i][j] * units[j];
            }
        }

        return units.Select((count, i) => count * Amounts[i]).Sum() <= Budget
            && units.Select((count, i) => i % 2 == 0 ? count * Amounts[i] : 0).Sum() >= KesLeast
            && units.Sum() <= CountMost
            && units[0] + units[1] <= 1
            && units[Required] >= 1
            && units[Excluded] == 0
            && Math.Sqrt(variance) <= Math.Round(VolatilityMost, 6) + 1e-9
            && units.Zip(Most).All(pair => pair.First <= pair.Second);
    }

    public static int[] Units(JsonElement chosen)
    {
        int[] units = new int[Items];
        foreach (var item in chosen.EnumerateArray())
        {
            units[item.GetProperty("id").GetString()![1] - '0'] = item.GetProperty("units").GetInt32();
        }

        return units;
    }

    public long? Best()
    {
        long? best = null;
        int[] units = new int[Items];
        Try(0);
        return best;

        void Try(int item)
        {
            if (item == Items)
            {
                long value = Objective(units);
                if (Holds(units) && (best is null || (IsMaximum ? value > best : value < best)))
                {
                    best = value;
                }

                return;
            }

            for (units[item] = 0; units[item] <= Most[item]; units[item]++)
            {
                Try(item + 1);
            }

            units[item] = 0;
        }
    }

    private double[][] Covariance() =>
    [
        .. Enumerable.Range(0, Items).Select(i => Enumerable.Range(0, Items)
            .Select(j => Risk[i] * Risk[j] * (i == j ? 1.0 : 0.3)).ToArray()),
    ];
}
