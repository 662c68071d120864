using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RiskPlatform.Quant;

/// <summary>Checks the shapes that kernels are given. Elements are the caller's business.</summary>
internal static class KernelGuard
{
    /// <summary>Refuses a span of another length than its use needs.</summary>
    public static void Length(
        int actual, int expected, [CallerArgumentExpression(nameof(actual))] string name = "")
    {
        if (actual != expected)
        {
            ThrowLength(name, actual, expected);
        }
    }

    /// <summary>Refuses memory that is not rows × columns, also where their product is beyond an int.</summary>
    public static void Area(
        int actual, int rows, int columns, [CallerArgumentExpression(nameof(actual))] string name = "")
    {
        if (actual != (long)rows * columns)
        {
            ThrowArea(name, actual, rows, columns);
        }
    }

    /// <summary>Refuses memory that is read and written at once.</summary>
    public static void Apart(
        ReadOnlySpan<double> input,
        ReadOnlySpan<double> output,
        [CallerArgumentExpression(nameof(input))] string inputName = "",
        [CallerArgumentExpression(nameof(output))] string outputName = "")
    {
        if (input.Overlaps(output))
        {
            throw new ArgumentException($"{outputName} shares memory with {inputName}.");
        }
    }

    /// <summary>Refuses too few elements to compute anything of.</summary>
    public static void AtLeast(
        int actual, int least, [CallerArgumentExpression(nameof(actual))] string name = "")
    {
        if (actual < least)
        {
            ThrowTooFew(name, actual, least);
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(string name, int actual, int expected) =>
        throw new ArgumentException($"{name} is {actual}; it has to be {expected}.");

    [DoesNotReturn]
    private static void ThrowArea(string name, int actual, int rows, int columns) =>
        throw new ArgumentException(
            $"{name} is {actual}; {rows} rows of {columns} columns have {(long)rows * columns}.");

    [DoesNotReturn]
    private static void ThrowTooFew(string name, int actual, int least) =>
        throw new ArgumentException($"{name} is {actual}; at least {least} are needed.");
}
