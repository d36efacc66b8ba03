using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Binding;

/// <summary>Translates a document into a file of constants, or reports why it is not one.</summary>
internal static class ConstantBinder
{
    // Longer text would not fit the line of a violation report.
    private const int LongestWords = 80;

    /// <param name="document">A document with the key 'constants'.</param>
    /// <param name="expectedName">The file's name without its extension.</param>
    /// <exception cref="ProfileException">The document is not a file of constants.</exception>
    internal static ConstantFile Bind(Node document, string expectedName)
    {
        MappingNode fields = document.AsMapping("a file of constants");
        fields.AllowOnly("constants", "names");
        Node name = fields.Required("constants");
        if (name.AsText("the file's name") != expectedName)
        {
            throw name.Error(DiagnosticId.WrongName, $"the file is '{expectedName}.yaml' but the constants are {name.Kind}; make them equal");
        }
        List<ProfileConstant> constants = [];
        foreach (Node entry in fields.Required("names").AsList("names"))
        {
            ProfileConstant constant = BindConstant(entry.AsMapping("a constant"));
            RefuseTaken(constant, constants);
            constants.Add(constant);
        }
        return new ConstantFile(constants);
    }

    private static ProfileConstant BindConstant(MappingNode fields)
    {
        fields.AllowOnly("name", "value", "first", "last", "means");
        Node name = fields.Required("name");
        string text = name.AsText("a constant's name");
        if (!char.IsAsciiLetterUpper(text[0]) || !text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_'))
        {
            throw name.Error(DiagnosticId.WrongKind, $"a constant's name is {name.Kind}; capitals, digits and _ are expected, as DRIVE_FILE");
        }
        if (NamedConstants.All.Any(constant => constant.Name == text))
        {
            throw name.Error(DiagnosticId.ShadowedConstant, $"{text} is a constant of C, which rules mean by it; take another name");
        }
        (uint first, uint last) = BindNumbers(fields);
        return new ProfileConstant(text, name, first, last, BindWords(fields.Required("means")));
    }

    private static (uint First, uint Last) BindNumbers(MappingNode fields)
    {
        if (fields.Optional("value") is { } value)
        {
            fields.AllowOnly("name", "value", "means");
            uint number = BindNumber(value, "value");
            return (number, number);
        }
        Node end = fields.Optional("first") is null ? fields.Required("value") : fields.Required("last");
        (uint first, uint last) = (BindNumber(fields.Required("first"), "first"), BindNumber(end, "last"));
        return first < last && (first > 0 || last < uint.MaxValue)
            ? (first, last)
            : throw end.Error(DiagnosticId.Impossible, $"{first} to {last} is no range, or every number; for one number write 'value'");
    }

    private static uint BindNumber(Node node, string what) => NumberBinder.BindPlain(node, what) is <= uint.MaxValue and var number
        ? (uint)number
        : throw node.Error(DiagnosticId.TooWide, $"{node.Kind} needs more than 32 bits, which are all that a condition by a name looks at");

    private static string BindWords(Node node)
    {
        string words = node.AsText("means");
        return words.Length <= LongestWords && words.All(character => character is >= ' ' and <= '~')
            ? words
            : throw node.Error(DiagnosticId.WrongKind, $"means is more than {LongestWords} letters, or not all ASCII; say it shortly, as 'a drive's file'");
    }

    // A number with two names would be reported under either of them, arbitrarily.
    private static void RefuseTaken(ProfileConstant constant, List<ProfileConstant> before)
    {
        if (before.FirstOrDefault(other => other.Name == constant.Name) is not null)
        {
            throw constant.Node.Error(DiagnosticId.Duplicate, $"the name {constant.Name} is there twice; keep one");
        }
        if (before.FirstOrDefault(other => constant.First <= other.Last && other.First <= constant.Last) is { } overlapping)
        {
            throw constant.Node.Error(
                DiagnosticId.Duplicate, $"{constant.Name} has a number that is {overlapping.Name} already; give each number one name");
        }
    }
}
