using System.Globalization;

namespace RiskPlatform.Domain;

/// <summary>Collects everything that is wrong with a request, so that a caller mends it in one go.</summary>
/// <remarks>Each check names the input, its value and what it may be. NaN fails every check.</remarks>
public sealed class InputFaults
{
    private readonly List<string> _faults = [];

    /// <summary>All faults as one failure, or null when there is none.</summary>
    public Failure? Failure => _faults.Count == 0 ? null : Failure.Invalid(_faults);

    /// <summary>Adds a fault unless the claim holds.</summary>
    public InputFaults Check(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add(fault);
        }

        return this;
    }

    /// <summary>A finite number.</summary>
    public InputFaults Finite(string name, double value) =>
        Check(double.IsFinite(value), Text($"{name} is {value}; it is a finite number."));

    /// <summary>A finite number above zero.</summary>
    public InputFaults Positive(string name, double value) =>
        Check(value > 0.0 && double.IsFinite(value), Text($"{name} is {value}; it is finite and above zero."));

    /// <summary>A finite number, zero or above.</summary>
    public InputFaults NotNegative(string name, double value) =>
        Check(value >= 0.0 && double.IsFinite(value), Text($"{name} is {value}; it is finite and not negative."));

    /// <summary>A number between two bounds, both included.</summary>
    public InputFaults Between(string name, double value, double min, double max) =>
        Check(value >= min && value <= max, Text($"{name} is {value}; it lies between {min} and {max}."));

    /// <summary>A number strictly between two bounds.</summary>
    public InputFaults Inside(string name, double value, double min, double max) =>
        Check(value > min && value < max, Text($"{name} is {value}; it lies strictly between {min} and {max}."));

    /// <summary>Numbers that are all finite; the first that is not is named.</summary>
    public InputFaults AllFinite(string name, ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                _faults.Add(Text($"{name}[{i}] is {values[i]}; every element is a finite number."));
                break;
            }
        }

        return this;
    }

    /// <summary>A list of so many elements at least.</summary>
    public InputFaults AtLeast(string name, int count, int min) =>
        Check(count >= min, Text($"{name} has {count} elements; it needs {min} at least."));

    /// <summary>Two lists of one length.</summary>
    public InputFaults SameLength(string name, int count, string otherName, int otherCount) =>
        Check(
            count == otherCount, Text($"{name} has {count} elements and {otherName} {otherCount}; they go together."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
