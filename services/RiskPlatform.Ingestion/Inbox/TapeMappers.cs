using System.Globalization;
using System.Text;

namespace RiskPlatform.Ingestion.Inbox;

/// <summary>Real loan tapes in their owners' forms, brought into ours. See data/README.md for what they are.</summary>
internal static class TapeMappers
{
    // The irrevocable rate of Council Regulation (EC) 2866/98: Deutsche Mark for one euro.
    private const decimal MarksPerEuro = 1.95583m;

    private const string Header =
        "loan_id,borrower_id,currency,principal,outstanding,annual_rate,term_months,originated_on,grade,status\n";

    /// <summary>The tapes that ship, by file name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<string, string>> ByFile =
        new Dictionary<string, Func<string, string>>
        {
            ["lending_club_2016q1_sample.csv"] = LendingClub,
            ["german_credit.csv"] = GermanCredit,
        };

    /// <summary>A tape of ours from one of theirs.</summary>
    private static string Map(string text, Action<Func<string, string>, int, StringBuilder> row)
    {
        string[][] lines = [.. text.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(','))];
        var places = lines[0].Select((name, place) => (name, place))
            .ToDictionary(pair => pair.name, pair => pair.place);
        var tape = new StringBuilder(Header);
        for (int i = 1; i < lines.Length; i++)
        {
            string[] fields = lines[i];
            row(name => fields[places[name]], i, tape);
            tape.Append('\n');
        }

        return tape.ToString();
    }

    /// <summary>
    /// LendingClub, first quarter of 2016: US dollars; the rate in percent; the sub-grade is the lender's own. The tape
    /// has no balance, so what was lent is taken as outstanding.
    /// </summary>
    private static string LendingClub(string text) => Map(text, (field, number, tape) =>
    {
        decimal rate = decimal.Parse(field("int_rate"), CultureInfo.InvariantCulture) / 100m;
        tape.Append(
            CultureInfo.InvariantCulture,
            $"LC-{number},{number},USD,{field("funded_amnt")},{field("funded_amnt")},{rate},")
            .Append(
                CultureInfo.InvariantCulture,
                $"{field("term")["term_".Length..]},,{field("sub_grade")},{Status(field("Class") == "bad")}");
    });

    /// <summary>
    /// German Credit: amounts in Deutsche Mark, given in euro; no interest rate. It has no grade either: the status of
    /// the checking account, its strongest predictor, stands for one.
    /// </summary>
    private static string GermanCredit(string text) => Map(text, (field, number, tape) =>
    {
        decimal marks = decimal.Parse(field("credit_amount"), CultureInfo.InvariantCulture);
        decimal euros = decimal.Round(marks / MarksPerEuro, 2, MidpointRounding.ToEven);
        tape.Append(
            CultureInfo.InvariantCulture,
            $"GC-{number},{number},EUR,{euros},{euros},,{field("duration_months")},,{field("checking_status")},")
            .Append(Status(field("class_good1_bad2") == "2"));
    });

    private static string Status(bool defaulted) => defaulted ? "defaulted" : "performing";
}
