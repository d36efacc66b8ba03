namespace Kiln.Vmm.Json;

/// <content>Failures of values.</content>
internal ref partial struct JsonReader
{
    /// <summary>
    /// Creates a failure of a value that has just been read and is of the right kind but invalid. The position is the one that serde_json reports
    /// for values that validate themselves: after a comma or bracket that follows.
    /// </summary>
    /// <param name="start">The <see cref="Place"/> of the value.</param>
    internal JsonFailure Failure(int start, string words)
    {
        int token = _cursor.PeekToken();
        if (token == (IsInList ? ']' : '}') && _depth > 0)
        {
            _cursor.Eat();
        }
        else if (token == ',' && IsInList)
        {
            _cursor.Eat();
            _cursor.PeekToken();
        }
        return _cursor.From(words, start);
    }

    /// <summary>Like <see cref="Failure"/>, for values that serde validates while it reads them: the position is right after the value.</summary>
    /// <param name="start">The <see cref="Place"/> of the value.</param>
    internal readonly JsonFailure FailureAtOnce(int start, string words) => _cursor.From(words, start);

    private JsonFailure TooLong(int start, string name, int length, int most) =>
        Failure(start, $"{name} is {length} bytes long; at most {most} are taken");

    private readonly JsonFailure NoValue(int token) => _cursor.Ahead(token == JsonCursor.End ? JsonWords.EndInValue : JsonWords.NoValue);

    // Reads the unexpected value for the message, unless it is a list or an object.
    private JsonFailure Unexpected(string expected)
    {
        int start = Place();
        string found = PeekKind() switch
        {
            JsonKind.Null => TakeNull() ? "null" : "",
            JsonKind.Boolean => ReadBoolean() ? "boolean `true`" : "boolean `false`",
            JsonKind.Number => ReadNumber().ToString(),
            JsonKind.String => $"string {TakeString().Quotation()}",
            JsonKind.List => "sequence",
            _ => "map",
        };
        return _cursor.From($"invalid type: {found}, expected {expected}", start);
    }
}
