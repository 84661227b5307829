using System.Net;
using System.Security.Cryptography;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Service.Sending;
using MdeHunting.Text;

namespace MdeHunting.Service.Responses;

/// <summary>
/// Hands responses on to a recorder with every secret hidden: in what is told of them, and in what the service repeats as it refuses. Rows stay as they are.
/// </summary>
internal sealed class GuardedRecorder(IResponseRecorder recorder, KnownSecrets secrets) : IResponseRecorder
{
    /// <inheritdoc/>
    public IResponseRecording Begin(RecordedHead head)
    {
        var told = head with
        {
            ContentEncoding = Hide(head.ContentEncoding),
            Headers = [.. head.Headers.Select(Hide)],
            SentHeaders = [.. head.SentHeaders.Select(Hide)],
        };
        return head.Status == (int)HttpStatusCode.OK ? new Recording(recorder.Begin(told), this) : new Refusal(recorder, told, this);
    }

    /// <inheritdoc/>
    public void EndWithoutResponse(RecordedSending sent) => recorder.EndWithoutResponse(sent with { SentHeaders = [.. sent.SentHeaders.Select(Hide)] });

    private KeyValuePair<string, string?> Hide(KeyValuePair<string, string?> header) => new(header.Key, Hide(header.Value));

    private string? Hide(string? text) => text is null ? null : secrets.Hide(text);

    private sealed class Recording(IResponseRecording recording, GuardedRecorder guard) : IResponseRecording
    {
        public void Write(byte[] buffer, int offset, int count) => recording.Write(buffer, offset, count);

        public void End(RecordingEnd end) => recording.End(end with { Why = guard.Hide(end.Why) });

        public void Dispose() => recording.Dispose();
    }

    // No more is read of a refusal than fits into memory. It is begun at its end, when it is known what is recorded of it.
    private sealed class Refusal(IResponseRecorder recorder, RecordedHead head, GuardedRecorder guard) : IResponseRecording
    {
        private readonly MemoryStream _bytes = new();

        public void Write(byte[] buffer, int offset, int count) => _bytes.Write(buffer, offset, count);

        public void End(RecordingEnd end)
        {
            var text = Encoding.UTF8.GetString(ResponseBody.DecodeAsFarAs(_bytes.ToArray(), head.DecodedFrom));
            var shown = guard.Hide(text)!;
            if (shown == text)
            {
                Record(head, _bytes.ToArray(), end);
                return;
            }

            var bytes = Encoding.UTF8.GetBytes(shown);
            using var sha256 = SHA256.Create();
            var hash = Sha256Text.Digits(sha256.ComputeHash(bytes));
            Record(
                head with
                {
                    ContentEncoding = null,
                    DecodedFrom = null,
                },
                bytes,
                end with
                {
                    IsRedacted = true,
                    WireBytes = bytes.Length,
                    WireSha256 = hash,
                    ContentBytes = bytes.Length,
                    ContentSha256 = hash,
                }
            );
        }

        public void Dispose() => _bytes.Dispose();

        private void Record(RecordedHead told, byte[] bytes, RecordingEnd end)
        {
            using var recording = recorder.Begin(told);
            recording.Write(bytes, 0, bytes.Length);
            recording.End(end with { Why = guard.Hide(end.Why) });
        }
    }
}
