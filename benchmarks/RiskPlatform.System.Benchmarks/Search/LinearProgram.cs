using System.Text;
using System.Text.Json;

namespace RiskPlatform.System.Benchmarks.Search;

/// <summary>The loans of a reference case as a binary program in CPLEX's LP format, which GLPK reads.</summary>
internal static class LinearProgram
{
    public static string Of(JsonElement reference)
    {
        var loans = reference.GetProperty("loans").EnumerateArray().ToList();
        StringBuilder text = new();
        text.Append("Maximize\n profit: ").Append(Sum(loans, "profit_cents")).Append("\nSubject To\n");
        Most("budget", Sum(loans, "amount"), reference.GetProperty("budget"));
        Most("capital", Sum(loans, "capital_cents"), reference.GetProperty("max_capital_cents"));
        Most("loss", Sum(loans, "expected_loss_cents"), reference.GetProperty("max_expected_loss_cents"));
        text.Append(" count: ").AppendJoin(" + ", loans.Select(Name))
            .Append(" >= ").Append(reference.GetProperty("min_loans")).Append('\n');
        foreach (var (tag, caps) in ((string, string)[])
            [("currency", "max_amount_per_currency"), ("sector", "max_amount_per_sector")])
        {
            foreach (var cap in reference.GetProperty(caps).EnumerateObject())
            {
                var some = loans.Where(loan => loan.GetProperty(tag).GetString() == cap.Name).ToList();
                if (some.Count > 0)
                {
                    Most($"{tag}_{cap.Name}", Sum(some, "amount"), cap.Value);
                }
            }
        }

        int group = 0;
        foreach (var exclusive in reference.GetProperty("at_most_one_of").EnumerateArray())
        {
            text.Append(" one_").Append(++group).Append(": ")
                .AppendJoin(" + ", exclusive.EnumerateArray().Select(id => $"x{id}")).Append(" <= 1\n");
        }

        return text.Append("Binary\n ").AppendJoin("\n ", loans.Select(Name)).Append("\nEnd\n").ToString();

        void Most(string name, string sum, JsonElement most) =>
            text.Append(' ').Append(name).Append(": ").Append(sum).Append(" <= ").Append(most).Append('\n');
    }

    private static string Name(JsonElement loan) => $"x{loan.GetProperty("id")}";

    private static string Sum(List<JsonElement> loans, string value) =>
        string.Join("\n  + ", loans.Select(loan => $"{loan.GetProperty(value)} {Name(loan)}"));
}
