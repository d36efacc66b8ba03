namespace Kiln.Vmm.Json;

/// <content>Lists, and what they have in common with objects.</content>
internal ref partial struct JsonReader
{
    private readonly bool IsInList => _depth > 0 && ((_lists >> _depth) & UInt128.One) != UInt128.Zero;

    /// <param name="name">The name of the list in messages.</param>
    /// <param name="most">The maximum number of elements.</param>
    /// <exception cref="JsonFailure">The value is not a list.</exception>
    internal JsonSequence BeginList(string name, int most)
    {
        Enter('[', "a sequence");
        return new JsonSequence(name, most);
    }

    /// <summary>Moves to the next element of a list, which has to be read next.</summary>
    /// <returns>False at the end of the list.</returns>
    /// <exception cref="JsonFailure">The text is not JSON, or the list has too many elements.</exception>
    internal bool NextElement(ref JsonSequence list)
    {
        int token = TakeSeparator(ref list, ']', JsonWords.EndInList, JsonWords.NoListSeparator);
        if (token != ']')
        {
            return token == JsonCursor.End ? throw _cursor.Ahead(JsonWords.EndInValue)
                : list.TryCount() ? true
                : throw _cursor.Ahead($"{list.Name} has more than {list.Most} elements; leave some out");
        }
        Leave();
        return false;
    }

    // Moves to the next element or name, or to the closing bracket.
    private int TakeSeparator(ref JsonSequence sequence, int close, string wordsAtEnd, string wordsWithout)
    {
        int token = _cursor.PeekToken();
        if (token == close)
        {
            return token;
        }
        if (token == JsonCursor.End)
        {
            throw _cursor.Ahead(wordsAtEnd);
        }
        if (!sequence.IsStarted)
        {
            sequence.IsStarted = true;
            return token;
        }
        if (token != ',')
        {
            throw _cursor.Ahead(wordsWithout);
        }
        _cursor.Eat();
        token = _cursor.PeekToken();
        return token != close ? token : throw _cursor.Ahead(JsonWords.CommaAtEnd);
    }

    private void Enter(int open, string expected)
    {
        int token = _cursor.PeekToken();
        if (token != open)
        {
            throw token == JsonCursor.End ? NoValue(token) : Unexpected(expected);
        }
        Enter(open);
    }

    private void Enter(int open)
    {
        if (_depth == MaximumDepth)
        {
            throw _cursor.Ahead(JsonWords.TooDeep);
        }
        _cursor.Eat();
        _depth++;
        UInt128 bit = UInt128.One << _depth;
        _lists = open == '[' ? _lists | bit : _lists & ~bit;
    }

    // The cursor is at the closing bracket.
    private void Leave()
    {
        _cursor.Eat();
        _depth--;
    }
}
