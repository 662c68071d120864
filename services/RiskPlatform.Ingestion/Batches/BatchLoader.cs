using System.IO.Pipelines;
using System.Threading.Channels;
using Npgsql;
using RiskPlatform.Domain;
using RiskPlatform.Ingestion.Datasets;
using RiskPlatform.Ingestion.Parsing;
using RiskPlatform.Ingestion.Risk;

namespace RiskPlatform.Ingestion.Batches;

/// <summary>Loads one upload: makes rows of lines on one thread, sends them on another, commits once.</summary>
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
        await using var suspects = RejectFile.Create();
        var upload = new Upload(dataset, number, isJson, lines, rejects, suspects);
        if (!(await CopyAsync(connection, upload, cancellationToken)).TryGet(out long received, out var failure))
        {
            return failure;
        }

        await rejects.CopyAsync(connection, "batch_rejects", number, cancellationToken);
        long rejected = rejects.Count;
        if (dataset == Loans.Dataset)
        {
            rejected += await LoanRepeats.RejectAsync(connection, number, suspects, cancellationToken);
            await scores.ScoreAsync(connection, number, cancellationToken);
        }

        double elapsedMs = time.GetElapsedTime(started).TotalMilliseconds;
        var answer = await BatchStore.RecordAsync(
            connection, number, key, dataset.Name, lines.Hash(), received, rejected, elapsedMs, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new LoadedBatch(answer, IsNew: true);
    }

    private static async Task<Result<long>> CopyAsync(
        NpgsqlConnection connection, Upload upload, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var full = Channel.CreateBounded<RowBlock>(BlocksAhead);
        var empty = Channel.CreateUnbounded<RowBlock>();
        var sending = Task.Run(
            () => SendAsync(connection, upload.Dataset.Copy, full.Reader, empty.Writer, ended), CancellationToken.None);
        try
        {
            var read = await ReadAsync(upload, full.Writer, empty.Reader, ended.Token);
            if (read is Result<long>.Success)
            {
                full.Writer.Complete();
                await sending;
            }

            return read;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await sending; // The reason why reading was stopped.
            throw;
        }
        finally
        {
            // Whatever happened, no thread may use the connection after this method.
            await ended.CancelAsync();
            await sending.ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static async Task<Result<long>> ReadAsync(
        Upload upload,
        ChannelWriter<RowBlock> full,
        ChannelReader<RowBlock> empty,
        CancellationToken cancellationToken)
    {
        var lines = upload.Lines;
        var block = new RowBlock();
        long received = 0;
        while (await lines.FetchAsync(cancellationToken))
        {
            while (lines.TryRead())
            {
                if (lines.Number == 1 && upload.Begin() is { } failure)
                {
                    return failure;
                }

                if (lines.Length == 0 || upload.IsHeader)
                {
                    continue;
                }

                received++;
                upload.Take(block);
                if (block.IsFull)
                {
                    await full.WriteAsync(block, cancellationToken);
                    block = empty.TryRead(out var used) ? used : new RowBlock();
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

    private static async Task SendAsync(
        NpgsqlConnection connection,
        string copy,
        ChannelReader<RowBlock> full,
        ChannelWriter<RowBlock> empty,
        CancellationTokenSource ended)
    {
        var cancellationToken = ended.Token;
        try
        {
            await using var stream = await connection.BeginRawBinaryCopyAsync(copy, cancellationToken);
            stream.WriteTimeout = Timeout.Infinite; // As long as the upload takes.
            await SendAsync(stream, full, empty, cancellationToken);
        }
        catch
        {
            await ended.CancelAsync(); // Nobody takes what is read any more.
            throw;
        }
    }

    private static async Task SendAsync(
        NpgsqlRawCopyStream stream,
        ChannelReader<RowBlock> full,
        ChannelWriter<RowBlock> empty,
        CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(RowBlock.Header, cancellationToken);
            await foreach (var block in full.ReadAllAsync(cancellationToken))
            {
                await stream.WriteAsync(block.Bytes, cancellationToken);
                block.Clear();
                empty.TryWrite(block);
            }

            await stream.WriteAsync(RowBlock.Trailer, cancellationToken);
        }
        catch (Exception fault) when (fault is not NpgsqlException) // After those the copy has ended already.
        {
            await stream.CancelAsync(); // Else leaving would end the copy as if it were whole.
            throw;
        }
    }
}
