namespace RiskPlatform.Tidy.Tests;

/// <summary>Properties of the source itself. A message names the file, the line, and what to do instead.</summary>
public sealed class TidyTests
{
    private static IEnumerable<SourceFile> Production => Repository.CSharp.Where(file =>
        !file.Path.StartsWith("tests/", StringComparison.Ordinal)
        && !file.Path.StartsWith("benchmarks/", StringComparison.Ordinal));

    private static IEnumerable<SourceFile> Endpoints =>
        Production.Where(file => file.Name.EndsWith("Endpoints.cs", StringComparison.Ordinal)
            && file.Path.StartsWith("services/", StringComparison.Ordinal));

    [Fact]
    public void Lines_FitTheScreen() => AssertNone(Repository.CSharp, Rules.LinesFitTheScreen);

    [Fact]
    public void Files_StaySmall() => AssertNone([.. Repository.CSharp, .. Repository.FrontEnd], Rules.FilesStaySmall);

    [Fact]
    public void Methods_StaySmall() => AssertNone(Production, Rules.MethodsStaySmall);

    [Fact]
    public void Nothing_IsLeftForLater() =>
        AssertNone([.. Repository.CSharp, .. Repository.FrontEnd], Rules.NothingIsLeftForLater);

    [Fact]
    public void Nothing_NamesAWorkplaceOrRegistry() => AssertNone(Repository.Text, Rules.NoWorkplaceNames);

    [Fact]
    public void Regions_AndSilentPragmas_AreAbsent() =>
        AssertNone(Repository.CSharp, Rules.NoRegionsAndNoSilentPragmas);

    [Fact]
    public void Files_AreNamedAfterTheirFirstType() =>
        AssertNone(Repository.CSharp, Rules.FileIsNamedAfterItsFirstType);

    [Fact]
    public void Exceptions_DoNotVanish() => AssertNone(Production, Rules.NoExceptionVanishes);

    [Fact]
    public void Money_IsNeverFloatingPoint() => AssertNone(
        Production.Where(file => !file.Path.Contains("/RiskPlatform.Quant/", StringComparison.Ordinal)),
        Rules.MoneyIsNeverFloatingPoint);

    [Fact]
    public void Handlers_TakeACancellationToken() => AssertNone(Endpoints, Rules.HandlersTakeACancellationToken);

    [Fact]
    public void Routes_HaveNameAndSummary() => AssertNone(Endpoints, Rules.RoutesHaveNameAndSummary);

    [Fact]
    public void Failures_BecomeProblemsInOnePlace() => AssertNone(
        Production.Where(file => !file.Path.EndsWith("/FailureProblems.cs", StringComparison.Ordinal)),
        Rules.FailuresBecomeProblemsInOnePlace);

    [Fact]
    public void Markdown_HasOneTitle() => AssertNone(Repository.Markdown, Rules.MarkdownHasOneTitle);

    [Fact]
    public void Markdown_LinksResolve() =>
        AssertNone(Repository.Markdown, file => Rules.MarkdownLinksResolve(file, Repository.Root));

    [Fact]
    public void Decisions_SayWhatTheyCost() => AssertNone(
        Repository.Markdown.Where(file => file.Path.StartsWith("docs/adr/0", StringComparison.Ordinal)),
        Rules.DecisionsSayWhatTheyCost);

    [Fact]
    public void Kernels_SayHowTheyAreKnown() => AssertNone(
        Production.Where(file => file.Path.StartsWith("libraries/RiskPlatform.Quant/", StringComparison.Ordinal)),
        Rules.KernelsSayHowTheyAreKnown);

    [Fact]
    public void MethodPages_AreNamedWhereTheirMethodIsComputed()
    {
        string code = string.Concat(Production.Select(file => file.Content));
        AssertNone(
            Repository.Markdown.Where(file => file.Path.StartsWith("docs/methods/", StringComparison.Ordinal)),
            page => Rules.MethodPagesAreNamed(page, code));
    }

    private static void AssertNone(IEnumerable<SourceFile> files, Func<SourceFile, IEnumerable<string>> rule)
    {
        var read = files.ToList();
        Assert.NotEmpty(read); // A rule that reads no file proves nothing.
        var faults = read.SelectMany(rule).ToList();
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }
}
