using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using Npgsql;
using RiskPlatform.Domain;
using RiskPlatform.Ingestion.Datasets;
using RiskPlatform.Ingestion.Parsing;
using RiskPlatform.Ingestion.Risk;

namespace RiskPlatform.Ingestion.Batches;

/// <summary>Loads one upload: reads lines on one thread, writes rows on another, commits once.</summary>
internal sealed class BatchLoader(NpgsqlDataSource source, RiskScores scores, TimeProvider time)
{
    private const int BlocksAhead = 4;

    /// <summary>Loads the body, or gives the answer the same upload got before.</summary>
    public async Task<Result<LoadedBatch>> LoadAsync(
        Dataset dataset, string key, bool isJson, PipeReader body, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        using var lines = new LineReader(body);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // Whoever has the same key waits here, and then finds the batch.
        await BatchStore.LockAsync(connection, key, cancellationToken);
        if (await BatchStore.FindByKeyAsync(connection, key, cancellationToken) is { } known)
        {
            await lines.DrainAsync(cancellationToken);
            return known.ContentSha256.AsSpan().SequenceEqual(lines.Hash()) && known.Answer.Dataset == dataset.Name
                ? new LoadedBatch(known.Answer, IsNew: false)
                : Failure.Conflict($"The key '{key}' was used for another upload, batch {known.Answer.BatchId}.");
        }

        if (dataset == Rates.Dataset && !await BatchStore.HasTableAsync(connection, "rates", cancellationToken))
        {
            return Failure.Unavailable("The table of rates is not there yet: market-data has not started.");
        }

        long number = await BatchStore.NextNumberAsync(connection, cancellationToken);
        await using var rejects = RejectFile.Create();
        var read = await CopyAsync(connection, dataset, number, isJson, lines, rejects, cancellationToken);
        if (!read.TryGet(out long received, out var failure))
        {
            return failure;
        }

        await rejects.CopyAsync(connection, number, cancellationToken);
        long rejected = rejects.Count;
        if (dataset == Loans.Dataset)
        {
            rejected += await BatchStore.RejectDuplicateLoansAsync(connection, number, cancellationToken);
            await scores.ScoreAsync(connection, number, cancellationToken);
        }

        double elapsedMs = time.GetElapsedTime(started).TotalMilliseconds;
        var answer = await BatchStore.RecordAsync(
            connection, number, key, dataset.Name, lines.Hash(), received, rejected, elapsedMs, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new LoadedBatch(answer, IsNew: true);
    }

    private static async Task<Result<long>> CopyAsync(
        NpgsqlConnection connection,
        Dataset dataset,
        long number,
        bool isJson,
        LineReader lines,
        RejectFile rejects,
        CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var full = Channel.CreateBounded<RowBlock>(BlocksAhead);
        var empty = Channel.CreateUnbounded<RowBlock>();
        var writing = Task.Run(
            () => WriteAsync(connection, dataset, number, full.Reader, empty.Writer, ended.Token),
            CancellationToken.None);
        try
        {
            var read = await ReadAsync(dataset, isJson, lines, rejects, full.Writer, empty.Reader, ended.Token);
            if (read is Result<long>.Success)
            {
                full.Writer.Complete();
                await writing;
            }

            return read;
        }
        finally
        {
            // Whatever happened, no thread may use the connection after this method.
            await ended.CancelAsync();
            await writing.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static async Task<Result<long>> ReadAsync(
        Dataset dataset,
        bool isJson,
        LineReader lines,
        RejectFile rejects,
        ChannelWriter<RowBlock> full,
        ChannelReader<RowBlock> empty,
        CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Fields? fields = isJson ? JsonLines.Fields(dataset.Columns) : null;
        var block = dataset.NewBlock();
        long received = 0;
        while (await lines.FetchAsync(cancellationToken))
        {
            while (lines.TryRead())
            {
                var line = lines.Buffer.AsSpan(0, lines.Length);
                if (lines.Number == 1 && IsUtf16(line))
                {
                    return Failure.Malformed("The file is UTF-16. Save it as UTF-8 and send it again.");
                }

                if (fields is null)
                {
                    if (!CsvLines.Header(line, dataset.Columns, dataset.Optional).TryGet(out fields, out var failure))
                    {
                        return failure;
                    }

                    continue;
                }

                if (line.IsEmpty)
                {
                    continue;
                }

                received++;
                Take(dataset, isJson, lines, fields, buffer, block, rejects);
                if (block.Count == RowBlock.Capacity)
                {
                    await full.WriteAsync(block, cancellationToken);
                    block = empty.TryRead(out var used) ? used : dataset.NewBlock();
                }
            }
        }

        await full.WriteAsync(block, cancellationToken);
        return lines switch
        {
            { IsTooLong: true } => Failure.TooLarge(
                $"Line {lines.Number + 1} is longer than {LineReader.LineBytesMax} bytes. Nothing was loaded."),
            { Number: 0 } => Failure.Malformed("The body is empty."),
            _ => received,
        };
    }

    private static void Take(
        Dataset dataset,
        bool isJson,
        LineReader lines,
        Fields fields,
        ArrayBufferWriter<byte> buffer,
        RowBlock block,
        RejectFile rejects)
    {
        // Quotes are undone in place, so a line that may have to be kept as it came is kept first.
        byte[]? asItCame = lines.Buffer.AsSpan(0, lines.Length).Contains((byte)'"') && !isJson
            ? lines.Buffer.AsSpan(0, lines.Length).ToArray()
            : null;
        if (isJson)
        {
            JsonLines.Split(lines.Buffer.AsSpan(0, lines.Length), dataset.Columns, fields, buffer);
        }
        else
        {
            CsvLines.Split(lines.Buffer, lines.Length, fields);
        }

        if (fields.Fault is null)
        {
            block.Take(fields, lines.Number);
        }

        if (fields.Fault is var (code, reason))
        {
            rejects.Add(lines.Number, code, reason, asItCame ?? lines.Buffer.AsSpan(0, lines.Length));
        }
    }

    private static bool IsUtf16(ReadOnlySpan<byte> line) =>
        line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    private static async Task WriteAsync(
        NpgsqlConnection connection,
        Dataset dataset,
        long number,
        ChannelReader<RowBlock> full,
        ChannelWriter<RowBlock> empty,
        CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(dataset.Copy, cancellationToken);
        writer.Timeout = Timeout.InfiniteTimeSpan; // As long as the upload takes.
        await foreach (var block in full.ReadAllAsync(cancellationToken))
        {
            block.Write(writer, number);
            block.Clear();
            empty.TryWrite(block);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
