namespace Kiln.Vmm.Json;

/// <content>Skipping of values.</content>
internal ref partial struct JsonReader
{
    /// <summary>Skips a value of any kind. It must be valid JSON, but numbers may have any range, and strings may contain invalid UTF-8.</summary>
    /// <exception cref="JsonFailure">The value is not JSON, or is nested too deeply.</exception>
    internal void Skip()
    {
        int outer = _depth;
        do
        {
            bool isOpen = SkipOrEnter();
            // Close every list and object that ends here, until another value follows.
            while (_depth > outer && !TryGoOn(isOpen))
            {
                Leave();
                isOpen = false;
            }
        }
        while (_depth > outer);
    }

    /// <returns>Whether the value is a list or an object, whose content follows.</returns>
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

    /// <param name="isOpen">Whether the opening bracket was read last, so that no comma is expected.</param>
    /// <returns>True when another value follows; false at the closing bracket.</returns>
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
