using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Options;

/// <summary>The volatility at which <see cref="GarmanKohlhagen"/> gives a price.</summary>
public static class ImpliedVolatility
{
    /// <summary>Finds σ with V(σ) = price.</summary>
    /// <param name="quote">The price and the other terms.</param>
    /// <returns>The volatility, or why there is none; never NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A term is out of the range <see cref="OptionQuote"/> states,
    /// or NaN.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> the larger of a few units in the last place and a few times
    /// <see cref="ImpliedVolatilityResult.Resolution"/>, over the whole region without arbitrage.</para>
    /// <para><b>Repeatability:</b> the same bits as <see cref="Compute"/>, on every machine.</para>
    /// <para><b>Cost:</b> two steps, always; three for |ln(F/K)| above 16.5.</para>
    /// <para><b>Source:</b> after P. Jäckel, "Let's be rational", Wilmott 2015(75) 40–53, with another first value and
    /// objective; docs/methods/implied-volatility.md.</para>
    /// <para><b>Tested by:</b> 120 and 539 round trips of prices in 50 and 420 digits, a fine grid of round trips,
    /// refusals on each side of the region, every length.</para>
    /// </remarks>
    public static ImpliedVolatilityResult Solve(in OptionQuote quote)
    {
        OptionType type = quote.Type;
        double spot = quote.Spot;
        double strike = quote.Strike;
        double domesticRate = quote.DomesticRate;
        double foreignRate = quote.ForeignRate;
        double years = quote.Years;
        double price = quote.Price;
        double volatility = 0.0;
        double resolution = 0.0;
        var status = ImpliedVolatilityStatus.OutOfRange;
        var columns = new OptionQuoteColumns
        {
            Types = new(in type),
            Spots = new(in spot),
            Strikes = new(in strike),
            DomesticRates = new(in domesticRate),
            ForeignRates = new(in foreignRate),
            Years = new(in years),
            Prices = new(in price),
        };
        Compute<Lane64>(columns, new(ref volatility), new(ref resolution), new(ref status));
        return status == ImpliedVolatilityStatus.OutOfRange
            ? throw new ArgumentOutOfRangeException(
                nameof(quote), quote, "The terms are out of the range that OptionQuote states.")
            : new ImpliedVolatilityResult(status, volatility, resolution);
    }

    /// <summary>Steps that <see cref="Solve"/> takes: two, or three for |ln(F/K)| above 16.5.</summary>
    /// <param name="quote">The terms; the price does not matter.</param>
    public static int Steps(in OptionQuote quote) =>
        Math.Abs(Math.Log(quote.Spot / quote.Strike) + (quote.DomesticRate - quote.ForeignRate) * quote.Years)
            > ImpliedVolatilityBlock.ThirdStepFrom ? 3 : 2;

    /// <summary>Finds the volatilities of n prices: what <see cref="Solve"/> gives for each.</summary>
    /// <param name="quotes">Prices and terms by columns, length n.</param>
    /// <param name="volatilities">Receives the volatilities, zero where there is none. Length n.</param>
    /// <param name="resolutions">
    /// Receives <see cref="ImpliedVolatilityResult.Resolution"/>. Length n, or empty if not wanted.
    /// </param>
    /// <param name="statuses">Receives whether there is a volatility, or why not. Length n.</param>
    /// <returns>How many were solved.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>
    /// <para><b>Repeatability:</b> the same bits for a row whatever its place, the length, the vector width and the
    /// machine.</para>
    /// <para><b>Cost:</b> one pass in blocks, no allocation.</para>
    /// <inheritdoc cref="Solve"/>
    /// </remarks>
    public static int Compute(
        in OptionQuoteColumns quotes,
        Span<double> volatilities,
        Span<double> resolutions,
        Span<ImpliedVolatilityStatus> statuses)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Compute<Lanes512>(quotes, volatilities, resolutions, statuses);
        }

        return Vector256.IsHardwareAccelerated
            ? Compute<Lanes256>(quotes, volatilities, resolutions, statuses)
            : Compute<Lanes128>(quotes, volatilities, resolutions, statuses);
    }

    /// <summary>Computes a batch at a given width: the bits do not depend on it.</summary>
    [SkipLocalsInit] // Every element of the scratch memory is written before it is read.
    internal static int Compute<T>(
        in OptionQuoteColumns quotes,
        Span<double> volatilities,
        Span<double> resolutions,
        Span<ImpliedVolatilityStatus> statuses)
        where T : struct, ILanes<T>
    {
        int n = quotes.Spots.Length;
        quotes.CheckShapes();
        KernelGuard.Length(volatilities.Length, n);
        KernelGuard.Length(statuses.Length, n);
        if (!resolutions.IsEmpty)
        {
            KernelGuard.Length(resolutions.Length, n);
        }

        Span<double> scratch = Columns.Align(
            stackalloc double[ImpliedVolatilityBlock.ScratchLength + Columns.AlignmentSlack],
            ImpliedVolatilityBlock.ScratchLength);
        int whole = Columns.WholeVectors<T>(n);
        int solved = 0;
        for (int first = 0; first < whole; first += ImpliedVolatilityBlock.Rows)
        {
            int count = Math.Min(ImpliedVolatilityBlock.Rows, whole - first);
            solved += Solve<T>(quotes, first, count, scratch, volatilities, resolutions, statuses);
        }

        return whole == n
            ? solved
            : solved + Solve<Lane64>(quotes, whole, n - whole, scratch, volatilities, resolutions, statuses);
    }

    private static int Solve<T>(
        in OptionQuoteColumns quotes,
        int first,
        int count,
        Span<double> scratch,
        Span<double> volatilities,
        Span<double> resolutions,
        Span<ImpliedVolatilityStatus> statuses)
        where T : struct, ILanes<T>
    {
        ImpliedVolatilityBlock.Solve<T>(quotes, first, count, scratch);
        return ImpliedVolatilityBlock.Store<T>(
            scratch,
            volatilities.Slice(first, count),
            resolutions.IsEmpty ? resolutions : resolutions.Slice(first, count),
            statuses.Slice(first, count));
    }
}
