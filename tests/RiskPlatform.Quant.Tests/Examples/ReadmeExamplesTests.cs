namespace RiskPlatform.Quant.Tests.Examples;

public sealed class ReadmeExamplesTests
{
    public static TheoryData<string> Names => ["option", "risk", "loan"];

    // Goal: the README cannot rot. Method: its code blocks are the text between the marks of the compiled file, and the
    // line behind each is what that code says when it runs.
    [Theory]
    [MemberData(nameof(Names))]
    public void Readme_ShowsWhatIsCompiled_AndWhatItSays(string name)
    {
        string readme = Read("libraries/RiskPlatform.Quant/README.md");
        string source = Read("tests/RiskPlatform.Quant.Tests/Examples/ReadmeExamples.cs");
        string marked = source.Split($"// example: {name}\n")[1].Split("        // end")[0];
        string code = string.Join('\n', marked.Split('\n').Select(line => line.Length > 8 ? line[8..] : "")).TrimEnd();
        string said = name switch
        {
            "option" => ReadmeExamples.PriceAnOption(),
            "risk" => ReadmeExamples.MeasureRisk([.. ReferenceData.Rows("dem2gbp.csv").Select(row => row[0])]),
            _ => ReadmeExamples.RepayALoan(),
        };

        string block = $"```csharp\n{code}\n// {said}\n```";
        Assert.True(readme.Contains(block, StringComparison.Ordinal), $"The README lacks:\n{block}");
    }

    private static string Read(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RiskPlatform.sln")))
        {
            folder = folder.Parent!;
        }

        return File.ReadAllText(Path.Combine(folder.FullName, path));
    }
}
