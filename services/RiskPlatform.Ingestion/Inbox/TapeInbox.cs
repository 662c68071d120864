using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Domain;
using RiskPlatform.Ingestion.Batches;
using RiskPlatform.Ingestion.Datasets;
using RiskPlatform.Ingestion.Risk;

namespace RiskPlatform.Ingestion.Inbox;

/// <summary>The tapes that ship with the platform. A file is known by its content, and loaded once.</summary>
internal sealed class TapeInbox(BatchLoader loader, RiskScores scores)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data", "credit");

    /// <summary>Loads what is new.</summary>
    public async Task<Result<InboxResponse>> LoadAsync(CancellationToken cancellationToken)
    {
        List<InboxBatch> loaded = [];
        int known = 0;
        foreach (var (file, map) in TapeMappers.ByFile.OrderBy(tape => tape.Key, StringComparer.Ordinal))
        {
            byte[] content = await File.ReadAllBytesAsync(Path.Combine(Folder, file), cancellationToken);
            byte[] tape = Encoding.UTF8.GetBytes(map(Encoding.UTF8.GetString(content)));
            string key = $"inbox {Convert.ToHexStringLower(SHA256.HashData(content))}";
            var body = PipeReader.Create(new MemoryStream(tape));
            var result = await loader.LoadAsync(Loans.Dataset, key, isJson: false, body, cancellationToken);
            if (!result.TryGet(out var batch, out var failure))
            {
                return failure;
            }

            if (batch.IsNew)
            {
                loaded.Add(new InboxBatch(file, batch.Answer));
            }
            else
            {
                known++;
            }
        }

        return new InboxResponse(loaded, known, await scores.LoansAsync(cancellationToken));
    }
}
