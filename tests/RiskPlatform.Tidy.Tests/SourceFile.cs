using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RiskPlatform.Tidy.Tests;

/// <summary>One file, as lines and, for C#, as a syntax tree.</summary>
/// <param name="Path">Relative to the root, with forward slashes.</param>
/// <param name="Content">The whole text.</param>
internal sealed record SourceFile(string Path, string Content)
{
    private readonly Lazy<SyntaxNode> _syntax = new(() => CSharpSyntaxTree.ParseText(Content).GetRoot());

    public SyntaxNode Syntax => _syntax.Value;

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The lines, numbered from one; a final newline does not make another.</summary>
    public IReadOnlyList<(int Number, string Text)> Lines { get; } =
        [.. Content.TrimEnd('\n').Split('\n').Select((text, index) => (index + 1, text))];

    public override string ToString() => Path;

    /// <summary>Where a node stands, for a message.</summary>
    public string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
