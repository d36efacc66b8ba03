#include "queue.h"

/* Orders earlier writes before later writes, and a write before a read: only the latter needs a fence on x86. */
#define BARRIER() __asm__ volatile("" : : : "memory")
#define FULL_BARRIER() __asm__ volatile("lock orl $0, (%%rsp)" : : : "memory", "cc")

#define TABLE_ALIGNMENT 4096

/* Half of the numbers that an index has. */
#define FAR 0x8000

static void write_address(const struct device *device, uint32_t offset, volatile void *address)
{
    device_write(device, offset, (uint32_t)(uint64_t)address);
    device_write(device, offset + 4, (uint32_t)((uint64_t)address >> 32));
}

/* The available-ring index for which the device wants the next doorbell (avail_event), after the last element. */
static volatile uint16_t *doorbell_wish(const struct queue *queue)
{
    return (volatile uint16_t *)((volatile uint8_t *)queue->used + offsetof(struct used_ring, elements) + queue->size * sizeof(struct used_element));
}

void queue_make(struct queue *queue, const struct device *device, uint32_t number)
{
    *queue = (struct queue){.device = device, .number = number};
    queue->table = take_memory(sizeof(struct descriptor) * MAXIMUM_QUEUE_SIZE, TABLE_ALIGNMENT);
    queue->available = take_memory(sizeof(struct available_ring), TABLE_ALIGNMENT);
    queue->used = take_memory(sizeof(struct used_ring), TABLE_ALIGNMENT);
    queue->indirect = take_memory(sizeof(struct descriptor) * MAXIMUM_QUEUE_SIZE * MAXIMUM_BUFFERS, TABLE_ALIGNMENT);
}

bool queue_set_up(struct queue *queue, uint16_t size, bool wants_interrupts)
{
    const struct device *device = queue->device;
    device_write(device, QUEUE_SELECT, queue->number);
    if (device_read(device, QUEUE_MAXIMUM) < size) {
        return false;
    }
    queue->size = size;
    queue->wants_interrupts = wants_interrupts;
    queue->first_free = 0;
    queue->free_count = size;
    queue->filled = queue->published = queue->collected = 0;
    for (uint16_t index = 0; index < size; index++) {
        queue->table[index].next = (uint16_t)(index + 1);
    }
    bool uses_events = device->features & FEATURE_EVENT_INDEX;
    queue->available->flags = wants_interrupts || uses_events ? 0 : NO_INTERRUPT;
    queue->available->index = 0;
    queue->available->heads[size] = wants_interrupts ? 0 : FAR;
    queue->used->flags = 0;
    queue->used->index = 0;
    *doorbell_wish(queue) = 0;
    device_write(device, QUEUE_SIZE, size);
    write_address(device, QUEUE_TABLE, queue->table);
    write_address(device, QUEUE_AVAILABLE, queue->available);
    write_address(device, QUEUE_USED, queue->used);
    device_write(device, QUEUE_READY, 1);
    return device_read(device, QUEUE_READY) == 1;
}

static struct descriptor describe(const struct buffer *buffer)
{
    return (struct descriptor){(uint64_t)buffer->start, buffer->length, buffer->is_writable ? DESCRIPTOR_WRITE : 0, 0};
}

static void fill_indirect(struct queue *queue, uint16_t head, const struct buffer *buffers, int count)
{
    struct descriptor *table = queue->indirect + head * MAXIMUM_BUFFERS;
    for (int index = 0; index < count; index++) {
        table[index] = describe(&buffers[index]);
        if (index < count - 1) {
            table[index].flags |= DESCRIPTOR_NEXT;
            table[index].next = (uint16_t)(index + 1);
        }
    }
    struct descriptor *entry = &queue->table[head];
    queue->first_free = entry->next;
    queue->free_count--;
    *entry = (struct descriptor){(uint64_t)table, (uint32_t)(count * sizeof(struct descriptor)), DESCRIPTOR_INDIRECT, 0};
}

static void fill_direct(struct queue *queue, const struct buffer *buffers, int count)
{
    uint16_t slot = queue->first_free;
    for (int index = 0; index < count; index++) {
        struct descriptor *entry = &queue->table[slot];
        uint16_t next = entry->next;
        *entry = describe(&buffers[index]);
        entry->next = next;
        entry->flags |= index < count - 1 ? DESCRIPTOR_NEXT : 0;
        slot = next;
    }
    queue->first_free = slot;
    queue->free_count = (uint16_t)(queue->free_count - count);
}

bool queue_offer(struct queue *queue, const struct buffer *buffers, int count, uint16_t *head)
{
    /* As operating systems do: a table costs the device one more look at memory, and a single buffer needs none. */
    bool is_indirect = (queue->device->features & FEATURE_INDIRECT) && count > 1;
    if (queue->free_count < (is_indirect ? 1 : count)) {
        return false;
    }
    *head = queue->first_free;
    if (is_indirect) {
        fill_indirect(queue, *head, buffers, count);
    } else {
        fill_direct(queue, buffers, count);
    }
    queue->available->heads[queue->filled % queue->size] = *head;
    queue->filled++;
    return true;
}

void queue_publish(struct queue *queue)
{
    uint16_t before = queue->published;
    if (queue->filled == before) {
        return;
    }
    BARRIER();
    queue->available->index = queue->filled;
    queue->published = queue->filled;
    FULL_BARRIER();
    bool rings;
    if (queue->device->features & FEATURE_EVENT_INDEX) {
        /* Whether the index that the device waits for is among the new entries (2.7.10.2). */
        uint16_t wanted = *doorbell_wish(queue);
        rings = (uint16_t)(queue->filled - wanted - 1) < (uint16_t)(queue->filled - before);
    } else {
        rings = !(queue->used->flags & NO_NOTIFY);
    }
    if (rings) {
        queue->doorbells++;
        device_write(queue->device, QUEUE_NOTIFY, queue->number);
    }
}

static void release(struct queue *queue, uint16_t head)
{
    uint16_t last = head;
    uint16_t count = 1;
    while (queue->table[last].flags & DESCRIPTOR_NEXT) {
        last = queue->table[last].next;
        count++;
    }
    queue->table[last].next = queue->first_free;
    queue->first_free = head;
    queue->free_count = (uint16_t)(queue->free_count + count);
}

bool queue_collect(struct queue *queue, struct used_element *element)
{
    if (queue->used->index == queue->collected) {
        return false;
    }
    BARRIER();
    element->head = queue->used->elements[queue->collected % queue->size].head;
    element->written = queue->used->elements[queue->collected % queue->size].written;
    if ((queue->device->features & FEATURE_IN_ORDER) && element->head != queue->available->heads[queue->collected % queue->size]) {
        fail("virtio: the device used chains out of order");
    }
    queue->collected++;
    if (element->head >= queue->size) {
        fail("virtio: the device used a chain that there cannot be");
    }
    release(queue, (uint16_t)element->head);
    if (queue->device->features & FEATURE_EVENT_INDEX) {
        /* Requests an interrupt for the next completion, or for one that is far from here in either direction. */
        queue->available->heads[queue->size] = (uint16_t)(queue->collected + (queue->wants_interrupts ? 0 : FAR));
    }
    return true;
}
