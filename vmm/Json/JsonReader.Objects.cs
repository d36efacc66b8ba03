namespace Kiln.Vmm.Json;

/// <content>Objects.</content>
internal ref partial struct JsonReader
{
    /// <summary>Begins an object of a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <exception cref="JsonFailure">It is something else.</exception>
    internal JsonRecord BeginRecord(JsonShape shape)
    {
        int start = Place();
        Enter('{', shape.Expected);
        return new JsonRecord(shape, start);
    }

    /// <summary>Goes to the next field of an object, whose value is to be read next.</summary>
    /// <param name="record">The object.</param>
    /// <returns>The name, as the shape has it; null at the end, and then every field that must be there was.</returns>
    /// <exception cref="JsonFailure">A field is unknown, there twice or missing, or the text is no JSON.</exception>
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

    /// <summary>Begins an object whose names are free. Two members may have one name.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="most">How many members are taken.</param>
    /// <exception cref="JsonFailure">It is something else.</exception>
    internal JsonSequence BeginMap(string name, int most)
    {
        Enter('{', "a map");
        return new JsonSequence(name, most);
    }

    /// <summary>Goes to the next member of an object, whose value is to be read next.</summary>
    /// <param name="map">The object.</param>
    /// <param name="most">The longest name, in bytes of UTF-8.</param>
    /// <returns>
    /// The name; null at the end. Hostile names are not for a hash table: it turns to a random seed, which a jail does not have.
    /// </returns>
    /// <exception cref="JsonFailure">The text is no JSON, there are too many members, or the name is too long.</exception>
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

    /// <summary>Goes to the next member of an object whose names nobody keeps.</summary>
    /// <param name="map">The object.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="JsonFailure">The text is no JSON, or there are too many members.</exception>
    internal bool NextMember(ref JsonSequence map)
    {
        if (!TryTakeMember(ref map, out _, out _))
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
