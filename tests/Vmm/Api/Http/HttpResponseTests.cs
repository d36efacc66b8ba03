using System.Text;
using System.Text.Json;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Wire.Requests;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Answers are the contract's bytes, and their JSON is JSON.</summary>
public sealed class HttpResponseTests
{
    private readonly HttpResponse _response = new();

    [Fact]
    public void DoneIsAHeadWithoutLengthOrType()
    {
        _response.SetNoContent();

        Assert.Equal("HTTP/1.1 204 \r\nServer: Kiln API\r\nConnection: keep-alive\r\n\r\n", Finish());
    }

    [Fact]
    public void JsonIsSentAsItIs()
    {
        _response.SetJson(200, "{\"state\":\"Running\"}"u8);

        Assert.Equal(
            "HTTP/1.1 200 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: 19\r\n\r\n"
            + "{\"state\":\"Running\"}",
            Finish());
    }

    [Fact]
    public void AnEmptyBodyHasALength()
    {
        _response.SetJson(200, default);

        Assert.Equal(
            "HTTP/1.1 200 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n", Finish());
    }

    [Fact]
    public void FlagsStandBetweenConnectionAndType()
    {
        _response.SetText("application/yaml"u8, "a: 1\n"u8);
        _response.IsDeprecated = true;
        _response.Allowed = HttpMethod.Get | HttpMethod.Delete;

        Assert.Equal(
            "HTTP/1.1 200 \r\nServer: Kiln API\r\nConnection: close\r\nAllow: GET, DELETE\r\nDeprecation: true\r\n"
            + "Content-Type: application/yaml\r\nContent-Length: 5\r\n\r\na: 1\n",
            Encoding.Latin1.GetString(_response.Finish(closing: true)));
    }

    [Fact]
    public void AFaultIsOneMember()
    {
        _response.SetFault(400, "Empty PUT request.");
        _response.IsDeprecated = true;

        Assert.Equal(
            "HTTP/1.1 400 \r\nServer: Kiln API\r\nConnection: keep-alive\r\nDeprecation: true\r\nContent-Type: application/json\r\n"
            + "Content-Length: 38\r\n\r\n{\"fault_message\":\"Empty PUT request.\"}",
            Finish());
    }

    [Fact]
    public void WhatWasSetLastCounts()
    {
        _response.SetText("text/plain"u8, new byte[100_000]);
        _response.SetFault(413, "x");

        Assert.Equal((413, "{\"fault_message\":\"x\"}"), (_response.Status, Encoding.UTF8.GetString(_response.Body)));
        _response.SetNoContent();
        Assert.Equal("HTTP/1.1 204 \r\nServer: Kiln API\r\nConnection: keep-alive\r\n\r\n", Finish());
    }

    [Fact]
    public void ARequestWithoutAnAnswerIsAFaultOfTheHandlers()
    {
        _response.SetNoContent();
        _response.Clear();

        Assert.Throws<InvalidOperationException>(() => Finish());
        Assert.Throws<ArgumentOutOfRangeException>(() => _response.SetText(new byte[129], default));
    }

    [Theory]
    [InlineData("\u20AC \uD83D\uDE00 \u007F \u2028", "\u20AC \uD83D\uDE00 \u007F \u2028")]
    [InlineData("\"\\/\b\f\n\r\t\0\u001F", "\"\\/\b\f\n\r\t\0\u001F")]
    public void AMessageOfAnyTextIsOneStringOfJson(string message, string read)
    {
        // Of every length around those at which text is converted in pieces.
        for (int length = 250; length < 262; length++)
        {
            string filler = new('x', length);
            _response.SetFault(400, filler + message + filler + message);

            using JsonDocument document = JsonDocument.Parse(_response.Body.ToArray());
            Assert.Equal(filler + read + filler + read, document.RootElement.GetProperty("fault_message").GetString());
        }
    }

    // An attribute cannot hold it.
    [Fact]
    public void HalvesOfPairsAreReplaced() => AMessageOfAnyTextIsOneStringOfJson("\uD800x\uDC00", "\uFFFDx\uFFFD");

    [Fact]
    public void OnlyWhatMustBeIsEscaped()
    {
        _response.SetFault(400, "a/b'<>&\u00E9\u007F\"\\\b\f\n\r\t\u0001\u001F");

        Assert.Equal("{\"fault_message\":\"a/b'<>&\u00E9\u007F\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\"}", Encoding.UTF8.GetString(_response.Body));
    }

    private string Finish() => Encoding.Latin1.GetString(_response.Finish(closing: false));
}
