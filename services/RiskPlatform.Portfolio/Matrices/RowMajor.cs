using RiskPlatform.Domain;

namespace RiskPlatform.Portfolio.Matrices;

/// <summary>A matrix as the kernels take it: one array, row after row.</summary>
/// <param name="Values">rows × columns.</param>
/// <param name="Rows">At least 1.</param>
/// <param name="Columns">At least 1.</param>
internal readonly record struct RowMajor(double[] Values, int Rows, int Columns)
{
    /// <summary>The most elements a matrix of a request may have.</summary>
    public const int ElementsMax = 4_000_000;

    /// <summary>Takes an array of rows, or names everything that is wrong with it.</summary>
    public static Result<RowMajor> Of(string name, double[][] rows)
    {
        long elements = rows.Sum(row => (long)row.Length);
        if (elements > ElementsMax)
        {
            return Failure.TooLarge($"{name} has {elements} elements; a matrix may have {ElementsMax}.") with
            {
                Code = "elementLimit",
            };
        }

        var faults = new InputFaults().AtLeast(name, rows.Length, 1);
        int columns = rows.Length > 0 ? rows[0].Length : 0;
        if (rows.Length > 0)
        {
            faults.AtLeast($"{name}[0]", columns, 1);
        }

        int ragged = Array.FindIndex(rows, row => row.Length != columns);
        if (ragged > 0)
        {
            // One ragged row says enough.
            faults.SameLength($"{name}[{ragged}]", rows[ragged].Length, $"{name}[0]", columns);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            faults.AllFinite($"{name}[{i}]", rows[i]);
        }

        if (faults.Failure is { } failure)
        {
            return failure;
        }

        double[] values = new double[elements];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(values, i * columns);
        }

        return new RowMajor(values, rows.Length, columns);
    }

    /// <summary>Takes a square matrix.</summary>
    public static Result<RowMajor> Square(string name, double[][] rows) => Of(name, rows).Then<RowMajor>(matrix =>
        matrix.Rows == matrix.Columns
            ? matrix
            : Failure.Invalid($"{name} has {matrix.Rows} rows and {matrix.Columns} columns; it is square."));

    /// <summary>Takes a square matrix whose halves mirror each other.</summary>
    public static Result<RowMajor> Symmetric(string name, double[][] rows) =>
        Square(name, rows).Then<RowMajor>(matrix =>
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double below = matrix.Values[i * matrix.Columns + j];
                double above = matrix.Values[j * matrix.Columns + i];
                if (Math.Abs(below - above) > 1e-12 * Math.Max(Math.Abs(below), Math.Abs(above)))
                {
                    return Failure.Invalid($"{name}[{i}][{j}] and {name}[{j}][{i}] differ; it is symmetric.");
                }
            }
        }

        return matrix;
    });

    /// <summary>An array of rows again.</summary>
    public double[][] ToRows()
    {
        double[][] rows = new double[Rows][];
        for (int i = 0; i < Rows; i++)
        {
            rows[i] = Values[(i * Columns)..((i + 1) * Columns)];
        }

        return rows;
    }
}
