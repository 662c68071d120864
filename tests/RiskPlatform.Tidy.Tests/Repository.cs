namespace RiskPlatform.Tidy.Tests;

/// <summary>The checkout these tests run from: every file a person wrote.</summary>
internal static class Repository
{
    private static readonly string[] Skipped =
        ["artifacts", "node_modules", "dist", ".git", "bin", "obj", "TestResults", "BenchmarkDotNet.Artifacts"];

    private static readonly EnumerationOptions Everywhere =
        new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> CSharp { get; } = Read("*.cs");

    public static IReadOnlyList<SourceFile> Markdown { get; } = Read("*.md");

    public static IReadOnlyList<SourceFile> Projects { get; } = Read("*.csproj");

    public static IReadOnlyList<SourceFile> FrontEnd { get; } =
        [.. Read("*.ts"), .. Read("*.svelte"), .. Read("*.css"), .. Read("*.html")];

    public static IReadOnlyList<SourceFile> Text { get; } =
    [
        .. CSharp, .. Markdown, .. Projects, .. FrontEnd, .. Read("*.sql"), .. Read("*.props"), .. Read("*.targets"),
        .. Read("*.sh"), .. Read("*.json"), .. Read("*.http"), .. Read("*.yml"), .. Read("run"), .. Read("*.config"),
    ];

    private static List<SourceFile> Read(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, Everywhere)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(Skipped.Contains))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path))))
            .ToList();

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "RiskPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("RiskPlatform.sln is in no folder above the tests.");
    }
}
