using System.Xml.Linq;

namespace RiskPlatform.Tidy.Tests;

/// <summary>Which way the arrows point, and that siblings have the same parts.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] ServiceLibraries =
        ["RiskPlatform.Contracts", "RiskPlatform.Domain", "RiskPlatform.Quant", "RiskPlatform.ServiceDefaults"];

    private static IEnumerable<SourceFile> Services =>
        Repository.Projects.Where(project => project.Path.StartsWith("services/", StringComparison.Ordinal));

    [Fact]
    public void Services_ReferenceLibrariesOnly_NeverEachOther() => Assert.All(
        Services, service => Assert.Empty(References(service).Except(ServiceLibraries)));

    [Theory]
    [InlineData("libraries/RiskPlatform.Domain/RiskPlatform.Domain.csproj", "")]
    [InlineData("libraries/RiskPlatform.Quant/RiskPlatform.Quant.csproj", "MathNet.Numerics System.Numerics.Tensors")]
    [InlineData("libraries/RiskPlatform.Contracts/RiskPlatform.Contracts.csproj", "")]
    public void Libraries_TakeOnlyTheirPackages(string path, string allowed) =>
        Assert.Empty(Packages(Project(path)).Except(allowed.Split(' ')));

    [Theory]
    [InlineData("libraries/RiskPlatform.Domain/RiskPlatform.Domain.csproj", "")]
    [InlineData("libraries/RiskPlatform.Quant/RiskPlatform.Quant.csproj", "")]
    [InlineData("libraries/RiskPlatform.Contracts/RiskPlatform.Contracts.csproj", "RiskPlatform.Domain")]
    public void Libraries_PointOneWay(string path, string allowed) =>
        Assert.Empty(References(Project(path)).Except(allowed.Split(' ')));

    [Fact]
    public void Services_HaveReadmeCallsAndAPlaceInTheAppHost()
    {
        string appHost = File.ReadAllText(Path.Combine(Repository.Root, "RiskPlatform.AppHost", "AppHost.cs"));
        Assert.All(Services, service =>
        {
            string folder = Path.Combine(Repository.Root, Path.GetDirectoryName(service.Path)!);
            string name = Path.GetFileNameWithoutExtension(service.Path);
            Assert.True(File.Exists(Path.Combine(folder, "README.md")), $"{name} has no README.md");
            Assert.True(File.Exists(Path.Combine(folder, $"{name}.http")), $"{name} has no {name}.http");
            Assert.Contains($"Projects.{name.Replace('.', '_')}>", appHost, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Projects_NameNoPackageVersions() => Assert.All(
        Repository.Projects,
        project => Assert.DoesNotContain(
            XDocument.Parse(project.Content).Descendants("PackageReference"),
            reference => reference.Attribute("Version") is not null));

    [Fact]
    public void Projects_AllStandInTheSolution()
    {
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "RiskPlatform.sln")).Replace('\\', '/');
        Assert.All(Repository.Projects, project => Assert.Contains(project.Path, solution, StringComparison.Ordinal));
    }

    private static SourceFile Project(string path) => Repository.Projects.Single(project => project.Path == path);

    private static IEnumerable<string> References(SourceFile project) =>
        XDocument.Parse(project.Content).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    private static IEnumerable<string> Packages(SourceFile project) =>
        XDocument.Parse(project.Content).Descendants("PackageReference")
            .Select(reference => reference.Attribute("Include")!.Value);
}
