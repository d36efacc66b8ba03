using System.IO;
using System.Net;

namespace Kiln.Jailer.ProfileCommands.Explain;

/// <summary>What every page has: its style, its script, and the promise that a browser holds it to.</summary>
internal static class PageParts
{
    // Of the two texts below, in base64, as Content-Security-Policy writes it: nothing else in the page is style or script, whatever a
    // profile says. Written out, since a static binary has no digests; a test compares.
    private const string StyleDigest = "sha256-yqO7yn5VVi0vnqCsMmYJuo5usuXtC5INb5QhRrCXBds=";
    private const string ScriptDigest = "sha256-IuiFFsX31hmh7rcgWgWyksLpmAaYxKC8TURv7DSnERQ=";

    /// <summary>The style sheet.</summary>
    internal static string Style { get; } = Read("policy.css");

    /// <summary>The search box's script.</summary>
    internal static string Script { get; } = Read("policy.js");

    /// <summary>What the page may load and run: these two, and nothing from anywhere.</summary>
    internal static string SecurityPolicy =>
        $"default-src 'none'; style-src '{StyleDigest}'; script-src '{ScriptDigest}'; base-uri 'none'; form-action 'none'";

    /// <summary>Text in which nothing is markup.</summary>
    /// <param name="text">Any text.</param>
    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Read(string name)
    {
        using Stream stream = typeof(PageParts).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
