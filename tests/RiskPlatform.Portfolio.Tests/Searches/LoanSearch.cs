using System.Text.Json;

namespace RiskPlatform.Portfolio.Tests.Searches;

/// <summary>The reference loans as a request.</summary>
internal static class LoanSearch
{
    public static string Of(JsonElement reference, int timeLimitMs = 20_000)
    {
        var items = reference.GetProperty("loans").EnumerateArray().Select(loan => new
        {
            id = loan.GetProperty("id").GetRawText(),
            values = new Dictionary<string, long>
            {
                ["amount"] = loan.GetProperty("amount").GetInt64(),
                ["profit"] = loan.GetProperty("profit_cents").GetInt64(),
                ["capital"] = loan.GetProperty("capital_cents").GetInt64(),
                ["loss"] = loan.GetProperty("expected_loss_cents").GetInt64(),
            },
            tags = new Dictionary<string, string>
            {
                ["currency"] = loan.GetProperty("currency").GetString()!,
                ["sector"] = loan.GetProperty("sector").GetString()!,
            },
        });
        List<object> constraints =
        [
            Sum("amount", reference.GetProperty("budget")),
            Sum("capital", reference.GetProperty("max_capital_cents")),
            Sum("loss", reference.GetProperty("max_expected_loss_cents")),
            new { kind = "count", min = reference.GetProperty("min_loans").GetInt32() },
        ];
        foreach (var (tag, caps) in ((string, string)[])
            [("currency", "max_amount_per_currency"), ("sector", "max_amount_per_sector")])
        {
            constraints.AddRange(reference.GetProperty(caps).EnumerateObject().Select(cap => new
            {
                kind = "sum", value = "amount", max = cap.Value.GetInt64(),
                where = new Dictionary<string, string> { [tag] = cap.Name },
            }));
        }

        constraints.AddRange(reference.GetProperty("at_most_one_of").EnumerateArray().Select(group => new
        {
            kind = "atMostOne", items = group.EnumerateArray().Select(id => id.GetRawText()),
        }));
        return JsonSerializer.Serialize(new { items, maximise = "profit", constraints, timeLimitMs });
    }

    public static long Optimum(JsonElement reference) =>
        reference.GetProperty("optimum").GetProperty("objective_profit_cents").GetInt64();

    public static IEnumerable<string> OptimalIds(JsonElement reference) => reference.GetProperty("optimum")
        .GetProperty("selected_ids").EnumerateArray().Select(id => id.GetRawText());

    private static object Sum(string value, JsonElement max) => new { kind = "sum", value, max = max.GetInt64() };
}
