namespace Kiln.Vmm.Json;

/// <content>Lists, and what they have in common with objects.</content>
internal ref partial struct JsonReader
{
    private readonly bool IsInList => _depth > 0 && ((_lists >> _depth) & UInt128.One) != UInt128.Zero;

    /// <summary>Begins a list.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="most">How many elements are taken.</param>
    /// <exception cref="JsonFailure">It is something else.</exception>
    internal JsonSequence BeginList(string name, int most)
    {
        Enter('[', "a sequence");
        return new JsonSequence(name, most);
    }

    /// <summary>Goes to the next element of a list, which is to be read next.</summary>
    /// <param name="list">The list.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="JsonFailure">The text is no JSON, or there are too many elements.</exception>
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

    // Goes to the next element or name, or to the bracket that closes.
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

    // At the bracket.
    private void Leave()
    {
        _cursor.Eat();
        _depth--;
    }
}
