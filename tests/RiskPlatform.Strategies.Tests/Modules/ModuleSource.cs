using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RiskPlatform.Quant.Backtesting;

namespace RiskPlatform.Strategies.Tests.Modules;

/// <summary>Modules as somebody outside would write them, compiled to real assemblies.</summary>
internal static class ModuleSource
{
    /// <summary>Another writing of the built-in rule: the means are computed anew at every bar.</summary>
    public const string Crossover = """
        public sealed class Crossover(int fast, int slow) : ICausalStrategy
        {
            private double _position;

            public double Decide(AsOf known)
            {
                if (known.Count < slow)
                {
                    return 0.0;
                }

                double difference = Mean(known.Last(fast)) - Mean(known.Last(slow));
                return _position = Math.Abs(difference) < 1e-9 ? _position : Math.Sign(difference);
            }

            private static double Mean(ReadOnlySpan<double> values)
            {
                double sum = 0.0;
                foreach (double value in values)
                {
                    sum += value;
                }

                return sum / values.Length;
            }
        }
        """;

    private static readonly MetadataReference[] Shared =
    [
        .. Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "System*.dll")
            .Where(path => !path.EndsWith(".Native.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(ICausalStrategy).Assembly.Location),
    ];

    /// <summary>A struct that holds a constant position, which tells versions apart.</summary>
    public static string Holds(double position) => Deciding(
        string.Create(CultureInfo.InvariantCulture, $"return {position:0.0###};"));

    /// <summary>A strategy of the given body; <c>known</c> is what it sees.</summary>
    public static string Deciding(string body) =>
        $"public struct Made : ICausalStrategy {{ public double Decide(AsOf known) {{ {body} }} }}";

    /// <summary>Compiles a source to an assembly.</summary>
    public static byte[] Compile(string source, string version = "1.0.0.0", params MetadataReference[] more)
    {
        string whole = $"""
            using System; using System.Linq; using System.Threading; using RiskPlatform.Quant.Backtesting;
            [assembly: System.Reflection.AssemblyVersion("{version}")]
            {source}
            """;
        var compilation = CSharpCompilation.Create(
            "Module",
            [CSharpSyntaxTree.ParseText(whole)],
            [.. Shared, .. more],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return image.ToArray();
    }
}
