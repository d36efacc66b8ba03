namespace Kiln.Vmm.Json;

/// <content>Objects.</content>
internal ref partial struct JsonReader
{
    /// <summary>Begins an object of a known shape.</summary>
    /// <exception cref="JsonFailure">The value is not an object.</exception>
    internal JsonRecord BeginRecord(JsonShape shape)
    {
        int start = Place();
        Enter('{', shape.Expected);
        return new JsonRecord(shape, start);
    }

    /// <summary>Moves to the next field of an object, whose value has to be read next.</summary>
    /// <returns>The name as in the shape; null at the end, when all required fields have been read.</returns>
    /// <exception cref="JsonFailure">A field is unknown, duplicate or missing, or the text is not JSON.</exception>
    internal string? NextField(ref JsonRecord record)
    {
        JsonShape shape = record.Shape;
        while (TryTakeKey(ref record.Members, out JsonString name, out int start))
        {
            int index = shape.IndexOf(name);
            if (index >= 0)
            {
                JsonName known = shape[index].Name;
                if (!record.TryMark(index))
                {
                    throw Failure(start, $"duplicate field `{known.Text}`");
                }
                TakeColon();
                return known.Text;
            }
            if (!shape.IsLax)
            {
                throw Failure(start, $"unknown field `{name.Excerpt()}`, {shape.Choice}");
            }
            TakeColon();
            Skip();
        }
        if (record.Missing is { } missing)
        {
            throw Failure(record.Start, $"missing field `{missing.Name.Text}`");
        }
        Leave();
        return null;
    }

    /// <summary>Begins an object with arbitrary names, which may be duplicate.</summary>
    /// <param name="name">The name of the object in messages.</param>
    /// <param name="most">The maximum number of members.</param>
    /// <exception cref="JsonFailure">The value is not an object.</exception>
    internal JsonSequence BeginMap(string name, int most)
    {
        Enter('{', "a map");
        return new JsonSequence(name, most);
    }

    /// <summary>Moves to the next member of an object, whose value has to be read next.</summary>
    /// <param name="most">The maximum length of the name in bytes of UTF-8.</param>
    /// <returns>
    /// The name; null at the end. Do not put hostile names into a hash table: it falls back to randomized hashing, and a jail has no source for its
    /// seed.
    /// </returns>
    /// <exception cref="JsonFailure">The text is not JSON, there are too many members, or the name is too long.</exception>
    internal string? NextKey(ref JsonSequence map, int most)
    {
        if (!TryTakeMember(ref map, out JsonString name, out int start))
        {
            return null;
        }
        string key = name.Length <= most ? name.Decode() : throw TooLong(start, $"a name in {map.Name}", name.Length, most);
        TakeColon();
        return key;
    }

    /// <summary>Moves to the next member of an object, whose value has to be read next.</summary>
    /// <param name="name">Its name, of any length.</param>
    /// <returns>False at the end of the object.</returns>
    /// <exception cref="JsonFailure">The text is not JSON, or there are too many members.</exception>
    internal bool NextMember(ref JsonSequence map, out JsonString name)
    {
        if (!TryTakeMember(ref map, out name, out _))
        {
            return false;
        }
        TakeColon();
        return true;
    }

    private bool TryTakeMember(ref JsonSequence map, out JsonString name, out int start)
    {
        if (TryTakeKey(ref map, out name, out start))
        {
            return map.TryCount() ? true : throw _cursor.From($"{map.Name} has more than {map.Most} members; leave some out", start);
        }
        Leave();
        return false;
    }

    private bool TryTakeKey(ref JsonSequence members, out JsonString name, out int start)
    {
        int token = TakeSeparator(ref members, '}', JsonWords.EndInObject, JsonWords.NoObjectSeparator);
        start = _cursor.Index;
        switch (token)
        {
            case '}':
                name = default;
                return false;
            case '"':
                name = TakeString();
                return true;
            default:
                throw _cursor.Ahead(token == JsonCursor.End ? JsonWords.EndInValue : JsonWords.NoKey);
        }
    }

    private void TakeColon()
    {
        int token = _cursor.PeekToken();
        if (token != ':')
        {
            throw _cursor.Ahead(token == JsonCursor.End ? JsonWords.EndInObject : JsonWords.NoColon);
        }
        _cursor.Eat();
    }
}
