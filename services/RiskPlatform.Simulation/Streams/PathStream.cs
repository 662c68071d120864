using System.Buffers.Text;
using System.IO.Pipelines;
using System.Reflection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Simulation.Streams;

/// <summary>
/// A path as NDJSON. A block of steps is made, written and flushed before the next is begun, so the reader sets the
/// pace and memory does not grow. Ends at the limit, when the reader has gone, or once the price leaves the doubles.
/// </summary>
internal sealed class PathStream(
    PathStreams streams, GeometricBrownianMotion model, double dt, ulong seed, long? limit)
    : IResult, IEndpointMetadataProvider
{
    private const int StepsAtOnce = 256;
    private const int LineLengthMax = 128; // Three numbers of 25 characters at most, and their names.
    private const string ContentType = "application/x-ndjson";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(
            StatusCodes.Status200OK, typeof(PathPoint), [ContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = ContentType;
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        streams.Opened();
        try
        {
            await WriteAsync(httpContext.Response.BodyWriter, httpContext.RequestAborted);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The reader has gone, which is how a stream without limit ends.
        }
        finally
        {
            streams.Closed();
        }
    }

    private async Task WriteAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        double[] values = new double[StepsAtOnce];
        double value = model.Spot;
        for (long first = 0; first < (limit ?? long.MaxValue); first += StepsAtOnce)
        {
            int count = (int)Math.Min(StepsAtOnce, (limit ?? long.MaxValue) - first);
            FillValues(first, ref value, values.AsSpan(0, count));
            int usable = values.AsSpan(0, count).IndexOfAnyExceptInRange(double.Epsilon, double.MaxValue);
            WriteLines(writer, first, values.AsSpan(0, usable < 0 ? count : usable));
            var flushed = await writer.FlushAsync(cancellationToken);
            if (flushed.IsCompleted || usable >= 0)
            {
                return;
            }

            // A reader that is always quicker would let this thread serve nobody else.
            await Task.Yield();
        }
    }

    // Step k takes its normal from index k of row 0, so that a path can be checked from anywhere.
    private void FillValues(long first, ref double value, Span<double> values)
    {
        new PhiloxStream(seed, 0).FillNormals((ulong)first, values);
        double shift = (model.Drift - 0.5 * model.Volatility * model.Volatility) * dt;
        double scale = model.Volatility * Math.Sqrt(dt);
        for (int i = 0; i < values.Length; i++)
        {
            value = first + i == 0 ? model.Spot : value * Math.Exp(shift + scale * values[i]);
            values[i] = value;
        }
    }

    private void WriteLines(PipeWriter writer, long first, ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            var line = writer.GetSpan(LineLengthMax);
            int length = 0;
            Append("{\"step\":"u8, line, ref length);
            Append(first + i, line, ref length);
            Append(",\"time\":"u8, line, ref length);
            Append((first + i) * dt, line, ref length);
            Append(",\"value\":"u8, line, ref length);
            Append(values[i], line, ref length);
            Append("}\n"u8, line, ref length);
            writer.Advance(length);
        }
    }

    private static void Append(ReadOnlySpan<byte> text, Span<byte> line, ref int length)
    {
        text.CopyTo(line[length..]);
        length += text.Length;
    }

    private static void Append(long number, Span<byte> line, ref int length)
    {
        Utf8Formatter.TryFormat(number, line[length..], out int written);
        length += written;
    }

    private static void Append(double number, Span<byte> line, ref int length)
    {
        Utf8Formatter.TryFormat(number, line[length..], out int written); // The shortest text that reads back the same.
        length += written;
    }
}
