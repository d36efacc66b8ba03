using System.Linq;
using System.Text;
using Kiln.Fuzz.Mutation;
using Kiln.Profiles;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;

namespace Kiln.Fuzz.Targets;

/// <summary>
/// The YAML of profiles. The input replaces the shipped profile whose name it has, or else the one that all threads pass through; the
/// others stay as shipped.
/// </summary>
/// <param name="seeds">Seeds in addition to the shipped profiles.</param>
internal sealed class ProfileTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    // It includes most of the others and is itself included, so a text there goes through most of the reviews.
    private const string Fallback = "setup";

    private const string NameKey = "profile: ";

    /// <inheritdoc/>
    public string Name => "profiles";

    /// <inheritdoc/>
    public IReadOnlyList<string> Stages => Enum.GetNames<ProfileStage>();

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ShippedProfiles.Texts.Keys.Order(StringComparer.Ordinal).Select(name => Encoding.UTF8.GetBytes(ShippedProfiles.Texts[name])),
        .. seeds,
    ];

    /// <inheritdoc/>
    public IMutator MutatorOf(Random random) => new ProfileMutator(random);

    /// <inheritdoc/>
    public Observation Run(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        Dictionary<string, string> texts = new(ShippedProfiles.Texts) { [PlaceOf(text)] = text };
        ProfileCompilation compilation = new ProfileLibrary(new TextSource(texts)).Compile(FilterSetOptions.None);
        if (compilation.FilterSet is { } set)
        {
            CompiledSet.Check(set, new Random(input.Length));
        }
        foreach (Diagnostic diagnostic in compilation.Diagnostics)
        {
            CheckPrintable(diagnostic);
        }
        string[] ids = [.. compilation.Diagnostics.Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal)];
        return new Observation((int)StageOf(compilation), ids);
    }

    /// <inheritdoc/>
    /// <remarks>A word of the dictionary that no seed has, in a reason.</remarks>
    public bool IsPlanted(byte[] input) => Encoding.UTF8.GetString(input)
        .Split('\n')
        .Where(line => line.Contains("reason:", StringComparison.Ordinal))
        .Any(line => line.Contains(ProfileLanguage.PlantedWord, StringComparison.Ordinal));

    private static string PlaceOf(string text)
    {
        int key = text.IndexOf(NameKey, StringComparison.Ordinal);
        string name = key < 0 ? "" : text[(key + NameKey.Length)..].Split('\n', 2)[0].Trim();
        return ShippedProfiles.Texts.ContainsKey(name) ? name : Fallback;
    }

    private static ProfileStage StageOf(ProfileCompilation compilation)
    {
        Diagnostic[] errors = [.. compilation.Diagnostics.Where(diagnostic => !diagnostic.IsWarning)];
        return compilation.Succeeded ? ProfileStage.Compiled
            : errors.Any(error => error.Id.StartsWith("KP0", StringComparison.Ordinal)) ? ProfileStage.Text
            : compilation.Diagnostics.Any(IsOfReview) ? ProfileStage.Reviewed
            : errors.All(IsOfIncludes) ? ProfileStage.Bound
            : ProfileStage.Yaml;
    }

    // Reviews run only on valid profiles. An id that the binder also uses counts if the message is the review's.
    private static bool IsOfReview(Diagnostic diagnostic) => diagnostic.IsWarning
        || diagnostic.Id is "KP110" or "KP116" or "KP117" or "KP118" or "KP119" or "KP120"
        || (diagnostic.Id == "KP115" && diagnostic.Message.StartsWith("the rule ", StringComparison.Ordinal));

    private static bool IsOfIncludes(Diagnostic diagnostic) => diagnostic.Id is "KP109" or "KP111" or "KP121";

    // A message quotes the input on a terminal.
    private static void CheckPrintable(Diagnostic diagnostic)
    {
        if (diagnostic.Line < 1 || diagnostic.Column < 1 || diagnostic.ToString().Any(char.IsControl))
        {
            throw new InvalidOperationException($"a diagnostic {diagnostic.Id} has no place, or does not print");
        }
    }
}
