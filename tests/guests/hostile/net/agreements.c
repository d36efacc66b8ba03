/* A driver that agrees to some of the features is correct, however strange the choice: one frame goes out and comes back. */
#include "net.h"

#define FEATURE_GUEST_UFO (1ull << 10)
#define PATIENCE_MILLISECONDS 2000

static const char *agree_to(uint64_t features)
{
    struct net_choice choice = {
        .features = features | FEATURE_INDIRECT | extra_features, .queue_size = SIZE, .chain = NET_HEADER + MOST_FRAME, .parts = 2,
    };
    if (!net_start(&net, &choice)) {
        return "the device does not start";
    }
    static uint8_t frame[MOST_FRAME];
    make_frame(frame, case_number(), FRAME_LENGTH);
    net_send(&net, frame, FRAME_LENGTH);
    uint64_t end = ticks() + PATIENCE_MILLISECONDS * ticks_per_millisecond();
    uint32_t length = 0;
    while (ticks() < end && (length = net_receive(&net, frame)) == 0) {
    }
    expect_frames(0, 0);
    return length == FRAME_LENGTH && is_frame(frame, case_number(), length) ? NULL : "a frame does not come back";
}

void run_agreements(void)
{
    static const uint64_t bits[] = {FEATURE_GUEST_CHECKSUM, FEATURE_GUEST_TSO4, FEATURE_GUEST_TSO6, FEATURE_GUEST_UFO, FEATURE_MERGE};
    for (uint32_t choice = 0; choice < 1u << (sizeof(bits) / sizeof(bits[0])); choice++) {
        uint64_t features = 0;
        for (uint32_t bit = 0; bit < sizeof(bits) / sizeof(bits[0]); bit++) {
            features |= choice >> bit & 1 ? bits[bit] : 0;
        }
        judge("an agreement to some features", agree_to(features));
    }
    judge("an agreement to everything", agree_to(UINT64_MAX));
}
