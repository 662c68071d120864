using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RiskPlatform.Tidy.Tests;

/// <summary>One rule a method: a file in, its faults out. A fault names the place and what to do instead.</summary>
internal static partial class Rules
{
    public const int ColumnsMax = 120;
    public const int FileLinesMax = 400;
    public const int MethodLinesMax = 60;

    // Spelled in pieces, or these rules would forbid themselves.
    private static readonly string[] LeftForLater =
        ["TO" + "DO", "FIX" + "ME", "HA" + "CK:", "?" + "??", "NotImplemented" + "Exception"];

    private static readonly string[] Unwelcome =
    [
        "/wo" + "rk/main", "/wo" + "rk/shared", "nuget" + ".org/v3", "registry" + ".npmjs", "deb." + "debian.org",
        ".libr" + "ary/",
    ];

    private static readonly string[] KernelWords = ["Accuracy", "Source", "Tested by"];

    public static IEnumerable<string> LinesFitTheScreen(SourceFile file) =>
        from line in file.Lines
        where line.Text.Length > ColumnsMax
        select $"{file.Path}:{line.Number}: {line.Text.Length} columns; wrap at {ColumnsMax}";

    public static IEnumerable<string> FilesStaySmall(SourceFile file) =>
        file.Lines.Count > FileLinesMax
            ? [$"{file.Path}: {file.Lines.Count} lines; split it by topic, {FileLinesMax} at most"]
            : [];

    public static IEnumerable<string> MethodsStaySmall(SourceFile file) =>
        from method in file.Syntax.DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
        let span = method.GetLocation().GetLineSpan()
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MethodLinesMax
        select $"{file.At(method)}: a method of {lines} lines; {MethodLinesMax} at most";

    public static IEnumerable<string> NothingIsLeftForLater(SourceFile file) =>
        from line in file.Lines
        from word in LeftForLater
        where line.Text.Contains(word, StringComparison.Ordinal)
        select $"{file.Path}:{line.Number}: '{word}'; open an issue and name it, or finish it";

    public static IEnumerable<string> NoWorkplaceNames(SourceFile file) =>
        from line in file.Lines
        from word in Unwelcome
        where line.Text.Contains(word, StringComparison.OrdinalIgnoreCase)
        select $"{file.Path}:{line.Number}: '{word}' names one machine or registry; say it without";

    public static IEnumerable<string> NoRegionsAndNoSilentPragmas(SourceFile file) =>
        from line in file.Lines
        let text = line.Text.TrimStart()
        where text.StartsWith("#region", StringComparison.Ordinal)
            || (text.StartsWith("#pragma warning disable", StringComparison.Ordinal)
                && !text.Contains("//", StringComparison.Ordinal))
        select $"{file.Path}:{line.Number}: split the file instead of a region; give a pragma its reason on the line";

    public static IEnumerable<string> FileIsNamedAfterItsFirstType(SourceFile file)
    {
        var first = file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault();
        string expected = file.Name.Split('.')[0];
        return first is null || expected is "Program" or "AppHost" || first.Identifier.Text == expected
            ? []
            : [$"{file.Path}: its first type is {first.Identifier.Text}; name the file after it"];
    }

    public static IEnumerable<string> NoExceptionVanishes(SourceFile file) =>
        from handler in file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>()
        let catchesAll = handler.Declaration is null || handler.Declaration.Type.ToString() is "Exception"
        let isEmpty = handler.Block.Statements.Count == 0
        let says = handler.Block.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        where (isEmpty && !says) || (catchesAll && handler.Filter is null && !says)
        select $"{file.At(handler)}: name the exception and say what happens next";

    public static IEnumerable<string> MoneyIsNeverFloatingPoint(SourceFile file) =>
        from line in file.Lines
        where FloatingMoney().IsMatch(line.Text)
        select $"{file.Path}:{line.Number}: money is Money or decimal, never a floating-point number";

    public static IEnumerable<string> HandlersTakeACancellationToken(SourceFile file)
    {
        var methods = file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>().ToLookup(m => m.Identifier.Text);
        return
            from call in RouteCalls(file)
            let handler = call.ArgumentList.Arguments.LastOrDefault()?.Expression as IdentifierNameSyntax
            where handler is not null
            from method in methods[handler.Identifier.Text]
            where method.ReturnType.ToString().Contains("Task", StringComparison.Ordinal)
                && method.ParameterList.Parameters.All(p => p.Type?.ToString() != "CancellationToken")
            select $"{file.At(method)}: {method.Identifier.Text} takes no CancellationToken";
    }

    public static IEnumerable<string> RoutesHaveNameAndSummary(SourceFile file) =>
        from call in RouteCalls(file)
        let statement = (call.FirstAncestorOrSelf<StatementSyntax>() as SyntaxNode
            ?? call.FirstAncestorOrSelf<ArrowExpressionClauseSyntax>())?.ToString() ?? ""
        where !statement.Contains(".WithName(", StringComparison.Ordinal)
            || !statement.Contains(".WithSummary(", StringComparison.Ordinal)
        select $"{file.At(call)}: give the route a name and a summary";

    public static IEnumerable<string> FailuresBecomeProblemsInOnePlace(SourceFile file) =>
        from line in file.Lines
        where line.Text.Contains("Results.Problem(", StringComparison.Ordinal)
        select $"{file.Path}:{line.Number}: return a Failure and call ToProblem";

    public static IEnumerable<string> MarkdownHasOneTitle(SourceFile file)
    {
        bool inCode = false;
        int titles = 0;
        foreach (var (_, text) in file.Lines)
        {
            inCode ^= text.StartsWith("```", StringComparison.Ordinal);
            titles += !inCode && text.StartsWith("# ", StringComparison.Ordinal) ? 1 : 0;
        }

        return titles == 1 ? [] : [$"{file.Path}: {titles} titles; exactly one"];
    }

    public static IEnumerable<string> MarkdownLinksResolve(SourceFile file, string root) =>
        from line in file.Lines
        from Match link in MarkdownLink().Matches(line.Text)
        let target = link.Groups[1].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
        let full = Path.Combine(root, Path.GetDirectoryName(file.Path) ?? "", target)
        where !File.Exists(full) && !Directory.Exists(full)
        select $"{file.Path}:{line.Number}: the link to {target} leads nowhere";

    public static IEnumerable<string> DecisionsSayWhatTheyCost(SourceFile file) =>
        from heading in new[]
            { "## Context", "## Options considered", "## Decision", "## Good consequences", "## Bad consequences" }
        where !file.Content.Contains($"\n{heading}\n", StringComparison.Ordinal)
        select $"{file.Path}: no '{heading}'; a decision without a rejected option and a cost is an announcement";

    /// <summary>A kernel is a public static method of a public static class that computes with spans or
    /// numbers.</summary>
    public static IEnumerable<string> KernelsSayHowTheyAreKnown(SourceFile file)
    {
        foreach (var type in file.Syntax.DescendantNodes().OfType<ClassDeclarationSyntax>())
        {
            if (!Has(type.Modifiers, "public") || !Has(type.Modifiers, "static"))
            {
                continue;
            }

            string ofType = type.GetLeadingTrivia().ToFullString();
            foreach (var method in type.Members.OfType<MethodDeclarationSyntax>())
            {
                string comment = method.GetLeadingTrivia().ToFullString();
                string signature = $"{method.ReturnType}{method.ParameterList}";
                if (!Has(method.Modifiers, "public") || comment.Contains("<inheritdoc", StringComparison.Ordinal)
                    || !signature.Contains("double", StringComparison.Ordinal))
                {
                    continue;
                }

                foreach (string word in KernelWords)
                {
                    if (!(comment + ofType).Contains(word, StringComparison.Ordinal))
                    {
                        yield return $"{file.At(method)}: {method.Identifier.Text} does not say its {word}";
                    }
                }
            }
        }

        static bool Has(SyntaxTokenList modifiers, string word) => modifiers.Any(modifier => modifier.Text == word);
    }

    public static IEnumerable<string> MethodPagesAreNamed(SourceFile page, string allCode) =>
        allCode.Contains($"docs/methods/{page.Name}", StringComparison.Ordinal)
            ? []
            : [$"{page.Path}: no source file names it; name it where its method is computed, or delete it"];

    private static IEnumerable<InvocationExpressionSyntax> RouteCalls(SourceFile file) =>
        from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax
        {
            Name.Identifier.Text: "MapGet" or "MapPost" or "MapPut" or "MapDelete"
        }
        select call;

    [GeneratedRegex(@"\b(double|float)\??\s+(amount|balance|principal|outstanding)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FloatingMoney();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex MarkdownLink();
}
