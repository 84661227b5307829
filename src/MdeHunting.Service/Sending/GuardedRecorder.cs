using MdeHunting.Contract;

namespace MdeHunting.Service.Sending;

/// <summary>Hands responses on to a recorder: what is told of them with every secret hidden, and their bytes as they are.</summary>
internal sealed class GuardedRecorder(IResponseRecorder recorder, KnownSecrets secrets) : IResponseRecorder
{
    /// <inheritdoc/>
    public IResponseRecording Begin(RecordedHead head) =>
        new Recording(
            recorder.Begin(
                head with
                {
                    ContentEncoding = Hide(head.ContentEncoding),
                    Headers = [.. head.Headers.Select(header => new KeyValuePair<string, string?>(header.Key, Hide(header.Value)))],
                }
            ),
            this
        );

    private string? Hide(string? text) => text is null ? null : secrets.Hide(text);

    private sealed class Recording(IResponseRecording recording, GuardedRecorder guard) : IResponseRecording
    {
        public void Write(byte[] buffer, int offset, int count) => recording.Write(buffer, offset, count);

        public void End(RecordingEnd end) => recording.End(end with { Why = guard.Hide(end.Why) });

        public void Dispose() => recording.Dispose();
    }
}
