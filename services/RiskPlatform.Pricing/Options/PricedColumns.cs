using System.Text.Json;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Quant.Options;

namespace RiskPlatform.Pricing.Options;

/// <summary>The figures of a batch, and the answer that writes them as they are.</summary>
internal sealed class PricedColumns : IResult
{
    // What is written before it is sent: the answer never stands in memory as text.
    private const int BytesAtOnce = 64 * 1024;

    /// <summary>Room for the price, and the sensitivities if they are wanted.</summary>
    public PricedColumns(int rows, bool greeks)
    {
        string[] names = greeks
            ? ["price", "delta", "gamma", "vega", "theta", "rho", "rhoForeign", "vanna", "volga", "charm"]
            : ["price"];
        Columns = [.. names.Select(name => (name, GC.AllocateUninitializedArray<double>(rows)))];
    }

    /// <summary>By name, in the order they are written; NaN in a row that failed.</summary>
    public IReadOnlyList<(string Name, double[] Values)> Columns { get; }

    /// <summary>The rows that failed.</summary>
    public List<RowFailure> Failures { get; } = [];

    /// <summary>The kernel's view of some rows.</summary>
    public GreekColumns Rows(int first, int count) => Columns.Count == 1
        ? new GreekColumns { Prices = Part(0, first, count) }
        : new GreekColumns
        {
            Prices = Part(0, first, count),
            Deltas = Part(1, first, count),
            Gammas = Part(2, first, count),
            Vegas = Part(3, first, count),
            Thetas = Part(4, first, count),
            DomesticRhos = Part(5, first, count),
            ForeignRhos = Part(6, first, count),
            Vannas = Part(7, first, count),
            Volgas = Part(8, first, count),
            Charms = Part(9, first, count),
        };

    /// <summary>Writes <c>{ columns, failures }</c>, waiting for the client where it is slow.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        var pipe = httpContext.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(pipe, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartObject("columns");
        foreach (var (name, values) in Columns)
        {
            json.WriteStartArray(name);
            for (int next = 0; next < values.Length;)
            {
                next = Write(json, values, next);
                json.Flush();
                await pipe.FlushAsync(httpContext.RequestAborted);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WritePropertyName("failures");
        JsonSerializer.Serialize(json, Failures, ContractJson.Options);
        json.WriteEndObject();
        await json.FlushAsync(httpContext.RequestAborted);
    }

    private static int Write(Utf8JsonWriter json, double[] values, int next)
    {
        for (; next < values.Length && json.BytesPending < BytesAtOnce; next++)
        {
            double value = values[next];
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        return next;
    }

    private Span<double> Part(int column, int first, int count) => Columns[column].Values.AsSpan(first, count);
}
