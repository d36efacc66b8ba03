namespace Kiln.Vmm.Json;

/// <content>What is wrong with a value.</content>
internal ref partial struct JsonReader
{
    /// <summary>
    /// Says that a value is wrong although it is of the right kind, right after it was read; in the place where serde_json says so for a
    /// value that checks itself, which is behind the comma or bracket that may follow.
    /// </summary>
    /// <param name="start">Where the value starts: its <see cref="Place"/>.</param>
    /// <param name="words">What is wrong.</param>
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

    /// <summary>As <see cref="Failure"/>, for a value that serde checks while it reads it: the place is right behind it.</summary>
    /// <param name="start">Where the value starts: its <see cref="Place"/>.</param>
    /// <param name="words">What is wrong.</param>
    internal readonly JsonFailure FailureAtOnce(int start, string words) => _cursor.From(words, start);

    private JsonFailure TooLong(int start, string name, int length, int most) =>
        Failure(start, $"{name} is {length} bytes long; at most {most} are taken");

    private readonly JsonFailure NoValue(int token) => _cursor.Ahead(token == JsonCursor.End ? JsonWords.EndInValue : JsonWords.NoValue);

    // What stands in the place of something else is read for the message, but for lists and objects.
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
