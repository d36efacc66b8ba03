namespace Kiln.Vmm.Json;

/// <content>What nobody asked for.</content>
internal ref partial struct JsonReader
{
    /// <summary>
    /// Reads a value of any kind and forgets it. It must be JSON, but no number is too large, and strings may be any bytes.
    /// </summary>
    /// <exception cref="JsonFailure">It is no JSON, or nests too deeply.</exception>
    internal void Skip()
    {
        int outer = _depth;
        do
        {
            bool isOpen = SkipOrEnter();
            // Values are over, and with them what they end, until another one is due.
            while (_depth > outer && !TryGoOn(isOpen))
            {
                Leave();
                isOpen = false;
            }
        }
        while (_depth > outer);
    }

    /// <returns>Whether it is a list or an object, whose content is due.</returns>
    private bool SkipOrEnter()
    {
        int token = _cursor.PeekToken();
        switch (token)
        {
            case '[' or '{':
                Enter(token);
                return true;
            case '"':
                _cursor.Eat();
                JsonStringScanner.Skip(ref _cursor);
                return false;
            case '-' or (>= '0' and <= '9'):
                JsonNumberScanner.Skip(ref _cursor);
                return false;
            case 'n':
                TakeWord("ull"u8);
                return false;
            case 't':
                TakeWord("rue"u8);
                return false;
            case 'f':
                TakeWord("alse"u8);
                return false;
            default:
                throw NoValue(token);
        }
    }

    /// <param name="isOpen">Whether the bracket that opens was the last that was read, so that no comma is due.</param>
    /// <returns>True when another value is due; false when the bracket that closes is.</returns>
    private bool TryGoOn(bool isOpen)
    {
        bool isList = IsInList;
        int token = _cursor.PeekToken();
        if (token == (isList ? ']' : '}'))
        {
            return false;
        }
        if (token == JsonCursor.End)
        {
            throw _cursor.Ahead(isList ? JsonWords.EndInList : JsonWords.EndInObject);
        }
        if (!isOpen)
        {
            if (token != ',')
            {
                throw _cursor.Ahead(isList ? JsonWords.NoListSeparator : JsonWords.NoObjectSeparator);
            }
            _cursor.Eat();
        }
        if (!isList)
        {
            SkipKey();
        }
        return true;
    }

    private void SkipKey()
    {
        int token = _cursor.PeekToken();
        if (token != '"')
        {
            throw _cursor.Ahead(token == JsonCursor.End ? JsonWords.EndInObject : JsonWords.NoKey);
        }
        _cursor.Eat();
        JsonStringScanner.Skip(ref _cursor);
        TakeColon();
    }
}
