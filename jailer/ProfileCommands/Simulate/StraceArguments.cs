using System.Text;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>Divides what strace prints between a call's brackets.</summary>
internal sealed class StraceArguments
{
    // A call that is not over yet, or never will be while strace looks.
    private static readonly string[] _cuts = ["<unfinished ...>", "<detached ...>"];

    private readonly string _line;
    private readonly List<string> _arguments = [];
    private readonly StringBuilder _argument = new();
    private int _depth;

    private StraceArguments(string line) => _line = line;

    /// <summary>The arguments without comments and spaces around them; null when the line does not end as a call does.</summary>
    /// <param name="start">The index behind the opening bracket.</param>
    /// <param name="isCut">Whether something has cut the call short.</param>
    internal static IReadOnlyList<string>? Of(string line, int start, bool isCut)
    {
        StraceArguments reader = new(line);
        return reader.TryRead(start, isCut) ? reader._arguments : null;
    }

    private bool TryRead(int at, bool isCut)
    {
        while (at < _line.Length)
        {
            if (_depth == 0 && _line[at] == ')')
            {
                End();
                return IsResult(_line.AsSpan(at + 1));
            }
            if (_line[at] == '<' && Array.Exists(_cuts, cut => _line.AsSpan(at).StartsWith(cut, StringComparison.Ordinal)))
            {
                End();
                return true;
            }
            int next = PartEnd(at);
            if (next < 0)
            {
                return false;
            }
            at = next;
        }
        End();
        return isCut;
    }

    // Takes a part that ends at the index that is returned; negative when it does not end.
    private int PartEnd(int at)
    {
        int end;
        switch (_line[at])
        {
            case ',' when _depth == 0:
                End();
                return at + 1;
            case '/' when _line.AsSpan(at).StartsWith("/*", StringComparison.Ordinal):
                end = _line.IndexOf("*/", at, StringComparison.Ordinal);
                TrimEnd();
                return end < 0 ? -1 : end + 2;
            case '"':
                end = StraceText.EndOf(_line, at);
                break;
            case '<' when _line.AsSpan(at).StartsWith("<... ", StringComparison.Ordinal):
                end = _line.IndexOf("...>", at + 1, StringComparison.Ordinal) + 4;
                break;
            case '<' when at + 1 < _line.Length && _line[at + 1] is not ('<' or '=' or ' ') && char.IsAsciiLetterOrDigit(_line[at - 1]):
                end = StraceDecoration.EndOf(_line, at);
                // What is between the brackets says nothing of the argument.
                return end;
            default:
                _depth += _line[at] switch
                {
                    '(' or '[' or '{' => 1,
                    ')' or ']' or '}' => -1,
                    _ => 0,
                };
                end = _depth < 0 ? -1 : at + 1;
                break;
        }
        if (end > at)
        {
            _argument.Append(_line, at, end - at);
        }
        return end > at ? end : -1;
    }

    private void TrimEnd()
    {
        while (_argument.Length > 0 && _argument[^1] == ' ')
        {
            _argument.Length--;
        }
    }

    private void End()
    {
        _arguments.Add(_argument.ToString().Trim());
        _argument.Clear();
    }

    private static bool IsResult(ReadOnlySpan<char> rest) => rest.TrimStart(' ') is [] or ['=', ..];
}
