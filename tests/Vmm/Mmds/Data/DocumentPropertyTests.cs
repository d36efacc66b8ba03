using Kiln.Testing.Harness;
using Kiln.Vmm.Mmds.Data;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Data;

/// <summary>Random documents and patches are what a JSON library makes of them.</summary>
public sealed class DocumentPropertyTests(ITestOutputHelper output)
{
    private const int Rounds = 20_000;

    [Fact]
    public void ADocumentIsWhatTheLibraryReads() => Repeat(json =>
    {
        string text = json.Next();
        string compact = Metadata.Of(text).Text();
        Assert.Equal(RandomJson.Sorted(text), compact);
        Assert.Equal(compact, Metadata.Of(compact).Text());
    });

    [Fact]
    public void APatchIsMergedAsTheAlgorithmOfTheRfc() => Repeat(json =>
    {
        (string target, string patch) = (json.Next(), json.Next());
        string merged = new MergePatch(Metadata.Of(target), Metadata.Of(patch)).Apply().Text();
        Assert.Equal(RandomJson.Merged(target, patch), merged);
    });

    private void Repeat(Action<RandomJson> check)
    {
        int seed = Seed.Next();
        output.WriteLine($"KILN_SEED={seed}");
        RandomJson json = new(new Random(seed));
        for (int round = 0; round < Rounds; round++)
        {
            check(json);
        }
    }
}
