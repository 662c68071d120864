using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Tests.Servers;

public sealed class CachedDirectoryTests
{
    [Fact]
    public async Task GetAsync_FailingFill_LeavesNothingAndTheNextSucceeds()
    {
        using var scratch = new ScratchDirectory();
        string path = scratch.In("made");

        await Assert.ThrowsAsync<IOException>(() => CachedDirectory.GetAsync(
            path,
            async (directory, token) =>
            {
                await File.WriteAllTextAsync(Path.Combine(directory, "half"), "", token);
                throw new IOException("cut");
            },
            CancellationToken.None));

        Assert.Empty(Directory.GetDirectories(scratch.Path));
        await CachedDirectory.GetAsync(path, FillAsync, CancellationToken.None);
        Assert.Equal([Path.Combine(path, "whole")], Directory.GetFiles(path));
    }

    [Fact]
    public async Task GetAsync_AfterAProcessThatDied_StartsFromNothing()
    {
        using var scratch = new ScratchDirectory();
        string path = scratch.In("made");
        Directory.CreateDirectory(path + ".unfinished");
        await File.WriteAllTextAsync(Path.Combine(path + ".unfinished", "half"), "");

        await CachedDirectory.GetAsync(path, FillAsync, CancellationToken.None);

        Assert.Equal([Path.Combine(path, "whole")], Directory.GetFiles(path));
    }

    private static Task FillAsync(string directory, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(directory, "whole"), "", cancellationToken);
}
