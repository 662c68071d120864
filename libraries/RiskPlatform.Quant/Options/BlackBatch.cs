using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Options;

/// <summary>Walks a batch in blocks, at the widest vector the CPU has.</summary>
internal static class BlackBatch
{
    public static int Compute(in OptionColumns options, bool onForward, in GreekColumns results)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Compute<Lanes512>(options, onForward, results);
        }

        return Vector256.IsHardwareAccelerated
            ? Compute<Lanes256>(options, onForward, results)
            : Compute<Lanes128>(options, onForward, results);
    }

    /// <summary>Computes a batch at a given width: the bits do not depend on it.</summary>
    [SkipLocalsInit] // Every element of the scratch memory is written before it is read.
    public static int Compute<T>(in OptionColumns options, bool onForward, in GreekColumns results)
        where T : struct, ILanes<T>
    {
        options.CheckShapes();
        results.CheckShapes(options.Spots.Length);
        Span<double> scratch = Columns.Align(
            stackalloc double[BlackBlock.ScratchLength + Columns.AlignmentSlack], BlackBlock.ScratchLength);
        int whole = Columns.WholeVectors<T>(options.Spots.Length);
        int refused = 0;
        for (int first = 0; first < whole; first += BlackBlock.Rows)
        {
            int count = Math.Min(BlackBlock.Rows, whole - first);
            refused += BlackBlock.Compute<T>(options, first, count, onForward, results, scratch);
        }

        int rest = options.Spots.Length - whole;
        return rest == 0
            ? refused
            : refused + BlackBlock.Compute<Lane64>(options, whole, rest, onForward, results, scratch);
    }

    /// <summary>Computes one option whose range has been checked.</summary>
    public static OptionGreeks ComputeOne(in VanillaOption option, bool onForward)
    {
        OptionType type = option.Type;
        double spot = option.Spot;
        double strike = option.Strike;
        double domesticRate = option.DomesticRate;
        double foreignRate = option.ForeignRate;
        double years = option.Years;
        double volatility = option.Volatility;
        Span<double> numbers = stackalloc double[10];
        numbers.Clear();
        Compute<Lane64>(
            new OptionColumns
            {
                Types = new(in type),
                Spots = new(in spot),
                Strikes = new(in strike),
                DomesticRates = new(in domesticRate),
                ForeignRates = new(in foreignRate),
                Years = new(in years),
                Volatilities = new(in volatility),
            },
            onForward,
            new GreekColumns
            {
                Prices = numbers[..1],
                Deltas = numbers[1..2],
                Gammas = numbers[2..3],
                Vegas = numbers[3..4],
                Thetas = numbers[4..5],
                DomesticRhos = numbers[5..6],
                ForeignRhos = numbers[6..7],
                Vannas = numbers[7..8],
                Volgas = numbers[8..9],
                Charms = numbers[9..10],
            });
        return new OptionGreeks(
            numbers[0], numbers[1], numbers[2], numbers[3], numbers[4],
            numbers[5], numbers[6], numbers[7], numbers[8], numbers[9]);
    }
}
