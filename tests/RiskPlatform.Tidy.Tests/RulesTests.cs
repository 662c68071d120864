namespace RiskPlatform.Tidy.Tests;

/// <summary>Each rule on a tiny bad example: a rule that finds nothing would keep nothing tidy.</summary>
public sealed class RulesTests
{
    private const string Later = "TO" + "DO";

    [Fact]
    public void LinesFitTheScreen_OneColumnTooMany_IsAFault() =>
        Assert.Single(Rules.LinesFitTheScreen(File($"// {new string('x', Rules.ColumnsMax - 2)}\n// short")));

    [Fact]
    public void FilesStaySmall_OneLineTooMany_IsAFault()
    {
        Assert.Empty(Rules.FilesStaySmall(File(string.Join('\n', new string[Rules.FileLinesMax]))));
        Assert.Single(Rules.FilesStaySmall(File(string.Join('\n', Enumerable.Repeat("x", Rules.FileLinesMax + 1)))));
    }

    [Fact]
    public void MethodsStaySmall_LongMethod_IsAFault()
    {
        string body = string.Concat(Enumerable.Repeat("x++;\n", Rules.MethodLinesMax));
        Assert.Single(Rules.MethodsStaySmall(File($"class A {{ void B() {{\n{body}}} }}")));
    }

    [Fact]
    public void NothingIsLeftForLater_TheWord_IsAFault() =>
        Assert.Single(Rules.NothingIsLeftForLater(File($"// {Later}: later")));

    [Fact]
    public void NoWorkplaceNames_AMachinePath_IsAFault() =>
        Assert.Single(Rules.NoWorkplaceNames(File("var path = \"/wo" + "rk/main/x\";")));

    [Theory]
    [InlineData("#region Fields")]
    [InlineData("#pragma warning disable CA1000")]
    public void NoRegionsAndNoSilentPragmas_Either_IsAFault(string line) =>
        Assert.Single(Rules.NoRegionsAndNoSilentPragmas(File(line)));

    [Fact]
    public void FileIsNamedAfterItsFirstType_OtherName_IsAFault() =>
        Assert.Single(Rules.FileIsNamedAfterItsFirstType(File("class Other { } class Example { }")));

    [Theory]
    [InlineData("try { } catch (IOException) { }")]
    [InlineData("try { } catch { F(); }")]
    [InlineData("try { } catch (Exception) { F(); }")]
    public void NoExceptionVanishes_Swallowed_IsAFault(string body) =>
        Assert.Single(Rules.NoExceptionVanishes(File($"class A {{ void B() {{ {body} }} }}")));

    [Theory]
    [InlineData("try { } catch (IOException fault) { throw new X(fault); }")]
    [InlineData("try { } catch (Exception fault) when (fault is IOException) { F(); }")]
    public void NoExceptionVanishes_NamedAndUsed_IsNone(string body) =>
        Assert.Empty(Rules.NoExceptionVanishes(File($"class A {{ void B() {{ {body} }} }}")));

    [Fact]
    public void MoneyIsNeverFloatingPoint_ADoubleAmount_IsAFault() =>
        Assert.Single(Rules.MoneyIsNeverFloatingPoint(File("record Loan(double Amount);")));

    [Fact]
    public void HandlersTakeACancellationToken_None_IsAFault() =>
        Assert.Single(Rules.HandlersTakeACancellationToken(File(
            "class A { void M() { g.MapGet(\"/\", GetAsync); } static Task<int> GetAsync(int id) => null; }")));

    [Fact]
    public void RoutesHaveNameAndSummary_OnlyAName_IsAFault() =>
        Assert.Single(Rules.RoutesHaveNameAndSummary(File(
            "class A { void M() { g.MapGet(\"/\", GetAsync).WithName(\"Get\"); } }")));

    [Fact]
    public void FailuresBecomeProblemsInOnePlace_AProblemElsewhere_IsAFault() =>
        Assert.Single(Rules.FailuresBecomeProblemsInOnePlace(File("return TypedResults.Problem(\"x\");")));

    [Theory]
    [InlineData("text")]
    [InlineData("# One\n# Two")]
    public void MarkdownHasOneTitle_NoneOrTwo_IsAFault(string text) =>
        Assert.Single(Rules.MarkdownHasOneTitle(File(text)));

    [Fact]
    public void MarkdownHasOneTitle_CommentsInCode_AreNotTitles() =>
        Assert.Empty(Rules.MarkdownHasOneTitle(File("# One\n```sh\n# a comment\n```")));

    [Fact]
    public void MarkdownLinksResolve_MissingFile_IsAFault() =>
        Assert.Single(Rules.MarkdownLinksResolve(File("[x](no/such/file.md) [y](https://example.org/x.md)"), "/"));

    [Fact]
    public void DecisionsSayWhatTheyCost_NoCost_IsAFault() =>
        Assert.Single(Rules.DecisionsSayWhatTheyCost(File(
            "# 1\n## Context\n## Options considered\n## Decision\n## Good consequences\n")));

    [Fact]
    public void KernelsSayHowTheyAreKnown_SilentKernel_IsAFaultAWord()
    {
        const string Silent = "/// <summary>Adds.</summary>\npublic static double Add(double x) => x;";
        Assert.Equal(3, Rules.KernelsSayHowTheyAreKnown(File($"public static class A {{ {Silent} }}")).Count());
        Assert.Empty(Rules.KernelsSayHowTheyAreKnown(File($"internal static class A {{ {Silent} }}")));
        Assert.Empty(Rules.KernelsSayHowTheyAreKnown(File(
            "public static class A {\n/// <inheritdoc cref=\"B\"/>\npublic static double Add(double x) => x; }")));
    }

    [Fact]
    public void MethodPagesAreNamed_UnnamedPage_IsAFault()
    {
        var page = new SourceFile("docs/methods/a.md", "# A");
        Assert.Single(Rules.MethodPagesAreNamed(page, "// Source: docs/methods/b.md"));
        Assert.Empty(Rules.MethodPagesAreNamed(page, "// Source: docs/methods/a.md"));
    }

    private static SourceFile File(string content) => new("Example.cs", content);
}
