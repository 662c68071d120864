using System.Globalization;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>Joe and Kuo's table: a primitive polynomial and its initial numbers for each dimension.</summary>
internal static class DirectionTable
{
    public const int DimensionsMax = 1200;

    private const string Resource = "new-joe-kuo-6.1200.txt";

    /// <summary>One dimension's recurrence.</summary>
    /// <param name="Degree">s of the polynomial.</param>
    /// <param name="Coefficients">Its inner coefficients, the highest power's first; s − 1 bits.</param>
    /// <param name="Initial">m₁ to mₛ: odd, and below 2ᵏ.</param>
    public readonly record struct Entry(int Degree, int Coefficients, ushort[] Initial);

    /// <summary>The entries of dimensions 2 to the number asked for.</summary>
    public static Entry[] Read(int dimensions)
    {
        using var stream = typeof(DirectionTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly was built without its resource {Resource}.");
        using var reader = new StreamReader(stream);
        reader.ReadLine(); // d s a m_i

        var entries = new Entry[dimensions - 1];
        for (int i = 0; i < entries.Length; i++)
        {
            int[] numbers =
            [
                .. reader.ReadLine()!.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)),
            ];
            entries[i] = new Entry(numbers[1], numbers[2], [.. numbers[3..].Select(number => (ushort)number)]);
        }

        return entries;
    }

    /// <summary>The 32 direction numbers vₖ = mₖ · 2³²⁻ᵏ by the recurrence of Bratley and Fox.</summary>
    public static void Expand(Entry entry, Span<uint> directions)
    {
        int s = entry.Degree;
        for (int k = 0; k < directions.Length; k++)
        {
            if (k < s)
            {
                directions[k] = (uint)entry.Initial[k] << (31 - k);
                continue;
            }

            uint v = directions[k - s] ^ (directions[k - s] >> s);
            for (int j = 1; j < s; j++)
            {
                if ((entry.Coefficients >> (s - 1 - j) & 1) != 0)
                {
                    v ^= directions[k - j];
                }
            }

            directions[k] = v;
        }
    }
}
