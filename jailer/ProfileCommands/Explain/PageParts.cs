using System.IO;
using System.Net;

namespace Kiln.ProfileCommands.Explain;

/// <summary>The style sheet, the script and the Content-Security-Policy of every page.</summary>
internal static class PageParts
{
    // Base64 digests of the two texts below, as Content-Security-Policy takes them: nothing else on the page is style or script, whatever a
    // profile contains. Constants; a test compares them.
    private const string StyleDigest = "sha256-6z9gNST/Nh4/r9tijo1VuThM8kzZR5MG1NXelZxx2bk=";
    private const string ScriptDigest = "sha256-8/wSRFfYN7xsyBHoZbW33A2018nV+muXJFxerivAv88=";

    internal static string Style { get; } = Read("policy.css");

    /// <summary>The script behind the search box.</summary>
    internal static string Script { get; } = Read("policy.js");

    /// <summary>Allows the page its own style and script, and no other resource.</summary>
    internal static string SecurityPolicy =>
        $"default-src 'none'; style-src '{StyleDigest}'; script-src '{ScriptDigest}'; base-uri 'none'; form-action 'none'";

    /// <summary>Escapes text for HTML. A line may end between flags that | joins, so that no word has to be broken.</summary>
    internal static string Escape(string text) =>
        WebUtility.HtmlEncode(text).Replace("|", "|<wbr>", StringComparison.Ordinal).Replace("|<wbr> ", "| ", StringComparison.Ordinal);

    private static string Read(string name)
    {
        using Stream stream = typeof(PageParts).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
