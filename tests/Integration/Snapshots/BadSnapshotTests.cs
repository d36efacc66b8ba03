using System.IO;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>A snapshot that cannot be loaded is answered with 400 and one line that says why, and ends the monitor with status 1.</summary>
public sealed class BadSnapshotTests : IDisposable
{
    // Only a hang takes longer.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly SnapshotJail _source = new();

    public BadSnapshotTests()
    {
        _source.Jail.StartGuest("spin");
        _source.Pause();
        _source.Create();
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public void AStateThatIsNotThereIsNamed() => Refuse(
        jail => File.Delete(jail.Jail.PathOf(SnapshotJail.State)),
        "Failed to get snapshot state from file: Failed to open snapshot file: No such file or directory (os error 2): ");

    [Fact]
    public void AStateWithABitFlippedIsRefused() => Refuse(jail => Change(jail, SnapshotJail.State, bytes => bytes[bytes.Length / 2] ^= 4), "field 'checksum'");

    [Fact]
    public void AStateThatIsCutIsRefused() => Refuse(
        jail => File.WriteAllBytes(jail.Jail.PathOf(SnapshotJail.State), File.ReadAllBytes(jail.Jail.PathOf(SnapshotJail.State))[..^100]), "field 'checksum'");

    [Fact]
    public void AnotherProgramsFileIsRefused() => Refuse(jail => Change(jail, SnapshotJail.State, bytes => bytes.AsSpan().Fill(7)), "field 'magic'");

    [Fact]
    public void AMemoryFileThatIsNotThereIsNamed() => Refuse(
        jail => File.Delete(jail.Jail.PathOf(SnapshotJail.Memory)), "Failed to load guest memory: No such file or directory (os error 2)");

    [Fact]
    public void AMemoryFileThatIsTooShortIsRefused() => Refuse(jail =>
    {
        using FileStream memory = File.OpenWrite(jail.Jail.PathOf(SnapshotJail.Memory));
        memory.SetLength((128 << 20) - 4096);
    }, "Total sum of memory regions exceeds largest possible file offset");

    [Fact]
    public void ALoadAfterTheConfigurationOfADeviceIsRefusedAndTheMonitorLives()
    {
        using SnapshotJail jail = new();
        jail.Jail.Do("PUT", "/entropy", "{}");

        Answer answer = jail.Jail.Request("PUT", "/snapshot/load", SnapshotJail.Load + "}");

        Assert.Equal(400, answer.Status);
        Assert.Contains("not allowed after configuring boot-specific resources", answer.Body, StringComparison.Ordinal);
        Assert.Equal(200, jail.Jail.Request("GET", "/").Status);
    }

    private void Refuse(Action<SnapshotJail> spoil, string reason)
    {
        using SnapshotJail jail = new();
        jail.Take(_source, SnapshotJail.State);
        jail.Take(_source, SnapshotJail.Memory);
        spoil(jail);

        Answer answer = jail.Jail.Request("PUT", "/snapshot/load", SnapshotJail.Load + "}");

        Assert.Equal(400, answer.Status);
        Assert.Contains("Load snapshot error: Failed to restore from snapshot: ", answer.Body, StringComparison.Ordinal);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
        Assert.Equal(1, jail.WaitForEnd(_patience));
    }

    private static void Change(SnapshotJail jail, string name, Action<byte[]> change)
    {
        byte[] bytes = File.ReadAllBytes(jail.Jail.PathOf(name));
        change(bytes);
        File.WriteAllBytes(jail.Jail.PathOf(name), bytes);
    }
}
