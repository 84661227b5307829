using MdeHunting.Contract;

namespace MdeHunting.Tests.Responses;

/// <summary>Keeps recordings in memory, and does what a test wants meanwhile.</summary>
internal sealed class TestRecorder : IResponseRecorder
{
    public List<Recording> Recordings { get; } = [];

    public bool KeepsContent { get; init; } = true;

    public Action OnBegin { get; set; } = () => { };

    public Action OnWrite { get; set; } = () => { };

    public Action OnEnd { get; set; } = () => { };

    public Action OnDispose { get; set; } = () => { };

    public Recording Single() => Recordings.Single();

    public IResponseRecording Begin(RecordedHead head)
    {
        OnBegin();
        Recordings.Add(new Recording(this, head));
        return Recordings[^1];
    }

    public List<RecordedSending> Unanswered { get; } = [];

    public void EndWithoutResponse(RecordedSending sent) => Unanswered.Add(sent);

    internal sealed class Recording(TestRecorder recorder, RecordedHead head) : IResponseRecording
    {
        private readonly MemoryStream _content = new();

        public RecordedHead Head => head;

        public byte[] Content => _content.ToArray();

        public int Length => (int)_content.Length;

        public RecordingEnd? End { get; private set; }

        public bool IsDisposed { get; private set; }

        public void Write(byte[] buffer, int offset, int count)
        {
            if (recorder.KeepsContent)
            {
                _content.Write(buffer, offset, count);
            }

            recorder.OnWrite();
        }

        void IResponseRecording.End(RecordingEnd end)
        {
            recorder.OnEnd();
            End = end;
        }

        public void Dispose()
        {
            IsDisposed = true;
            recorder.OnDispose();
        }
    }
}
